// What `q` finds: the start of an external id, or of the latest address's line, city or postal code; and a birth date. Few matches are
// gathered first, each kind from its index; where there are many, any page is full of them and the list itself is walked.

import { datesMeant, searchKey } from '../core/search-text.ts';
import { eachValueOf, Params } from './customer-filters.ts';
import { textArray } from './binary-array.ts';
import type { AccountTx } from './database.ts';

/** More matches than this are not gathered: walking 1,000,000 customers meets one of 5,000 every 200. */
export const MATCHES_MAX = 5_000;

/** Greater than every text that follows a prefix, in the order of bytes. */
const LAST_CHARACTER = '\u{10FFFF}';

/** A text and its spelling in lower case, in which UUIDs are kept. */
function spellings(q: string): string[] {
  return [...new Set([q.trim(), q.trim().toLowerCase()])];
}

function startsWith(column: string, prefix: string, params: Params): string {
  return `${column} >= ${params.add(prefix)} and ${column} < ${params.add(prefix + LAST_CHARACTER)}`;
}

/** Ids of the customers that match; null: more than are gathered. */
export async function findMatches(tx: AccountTx, q: string): Promise<string[] | null> {
  const params = new Params(tx.accountId);
  const arms = [...recordArms(q, params), ...customerArms(q, params)];
  const sql = arms.map((arm) => `(${arm} limit ${MATCHES_MAX + 1})`).join('\nunion\n');
  const { rows } = await tx.query<{ customer_id: string }>({ sql, params: params.values });
  return rows.length > MATCHES_MAX ? null : rows.map((row) => row.customer_id);
}

function recordArms(q: string, params: Params): string[] {
  const arms: string[] = [];
  for (const spelling of spellings(q)) {
    for (const column of ['source_id', 'second_id']) {
      arms.push(`select customer_id from source_record
  where account_id = $1 and record_type = 'customer' and customer_id is not null and ${startsWith(column, spelling, params)}`);
    }
  }
  return arms;
}

function customerArms(q: string, params: Params): string[] {
  const key = searchKey(q);
  const from = 'select customer_id from customer where account_id = $1 and';
  // The index has cities first; they are few, so that it finds a postal code in each of them.
  const zip = `address_city = any (array(${eachValueOf('address_city')})) and ${startsWith('address_zip', key, params)}`;
  const arms = [
    `${from} ${startsWith('address_line', key, params)}`,
    `${from} ${startsWith('address_city', key, params)}`,
    `${from} ${zip}`,
  ];
  return [...arms, ...datesMeant(q).map((date) => `${from} birth_date = ${params.add(date)}::date`)];
}

/** That `c` is one of `matches`, or matches by itself where these are too many. */
export function matchCondition(q: string, matches: readonly string[] | null, params: Params): string {
  if (matches) return `c.customer_id = any (${params.add(textArray(matches))}::text[]::uuid[])`;
  const key = searchKey(q);
  const own = ['c.address_line', 'c.address_city', 'c.address_zip'].map((column) => startsWith(column, key, params));
  const dates = datesMeant(q).map((date) => `c.birth_date = ${params.add(date)}::date`);
  const ids = spellings(q).flatMap((spelling) => [
    startsWith('l.source_id', spelling, params),
    startsWith('r.second_id', spelling, params),
  ]);
  // OFFSET keeps the planner from making one table of all that matches first: only the customers walked past are asked.
  return `(${[...own, ...dates].join(' or ')} or exists (
    select from link l
    join source_record r on r.account_id = $1 and r.source_id = l.source_id and r.source = l.source and r.record_type = 'customer'
    where l.account_id = $1 and l.customer_id = c.customer_id and l.revoked_commit_id is null and (${ids.join(' or ')}) offset 0
  ))`;
}
