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

/** One kind of match: rows of a table, found along one index. */
interface Arm {
  readonly table: 'customer' | 'source_record';
  readonly condition: string;
}

/** What `q` matches, as far as it was gathered. */
export interface Matches {
  /** Every customer that matches; null: more than are gathered. */
  readonly all: readonly string[] | null;
  /** Those that match by an id of theirs; null: more than are gathered. */
  readonly named: readonly string[] | null;
}

/**
 * Gathers what matches. Counted first, because an index alone tells how many there are, and each one that is gathered is a page of the
 * table.
 */
export async function findMatches(tx: AccountTx, q: string): Promise<Matches> {
  const params = new Params(tx.accountId);
  const [named, placed] = [recordArms(q, params), customerArms(q, params)];
  const { rows } = await tx.query<Record<'named' | 'placed', string>>({
    sql: `select (${counted(named)}) as named, (${counted(placed)}) as placed`,
    params: params.values,
  });
  const [byName, byPlace] = [Number(rows[0]?.named), Number(rows[0]?.placed)];
  if (byName > MATCHES_MAX) return { all: null, named: null };
  if (byName + byPlace <= MATCHES_MAX) return { all: await gather(tx, [...named, ...placed], params), named: [] };
  const own = new Params(tx.accountId);
  return { all: null, named: byName === 0 ? [] : await gather(tx, recordArms(q, own), own) };
}

function counted(arms: readonly Arm[]): string {
  const all = arms.map((arm) => `(select ${from(arm)})`).join('\nunion all\n');
  return `select count(*) from (${all} limit ${MATCHES_MAX + 1}) m`;
}

async function gather(tx: AccountTx, arms: readonly Arm[], params: Params): Promise<string[]> {
  const sql = arms.map((arm) => `select customer_id ${from(arm)} and customer_id is not null`).join('\nunion\n');
  const { rows } = await tx.query<{ customer_id: string }>({ sql, params: params.values });
  return rows.map((row) => row.customer_id);
}

function from({ table, condition }: Arm): string {
  return `from ${table} where account_id = $1 and ${condition}`;
}

function recordArms(q: string, params: Params): Arm[] {
  return spellings(q).flatMap((spelling) =>
    ['source_id', 'second_id'].map((column): Arm => {
      return { table: 'source_record', condition: `record_type = 'customer' and ${startsWith(column, spelling, params)}` };
    }),
  );
}

function customerArms(q: string, params: Params): Arm[] {
  const key = searchKey(q);
  // The index has cities first; they are few, so that it finds a postal code in each of them.
  const zip = `address_city = any (array(${eachValueOf('address_city')})) and ${startsWith('address_zip', key, params)}`;
  const conditions = [
    startsWith('address_line', key, params),
    startsWith('address_city', key, params),
    zip,
    ...datesMeant(q).map((date) => `birth_date = ${params.add(date)}::date`),
  ];
  return conditions.map((condition): Arm => ({ table: 'customer', condition }));
}

/** That `c` is one of those gathered, or matches by itself where these are too many. */
export function matchCondition(q: string, { all, named }: Matches, params: Params): string {
  const isOneOf = (ids: readonly string[]): string => `c.customer_id = any (${params.add(textArray(ids))}::text[]::uuid[])`;
  if (all) return isOneOf(all);
  const key = searchKey(q);
  const own = ['c.address_line', 'c.address_city', 'c.address_zip'].map((column) => startsWith(column, key, params));
  const dates = datesMeant(q).map((date) => `c.birth_date = ${params.add(date)}::date`);
  const byName = named === null ? [namedSo(q, params)] : named.length > 0 ? [isOneOf(named)] : [];
  return `(${[...own, ...dates, ...byName].join(' or ')})`;
}

/** OFFSET keeps the planner from making one table of all that matches first: only the customers walked past are asked. */
function namedSo(q: string, params: Params): string {
  const ids = spellings(q).flatMap((spelling) => [
    startsWith('l.source_id', spelling, params),
    startsWith('r.second_id', spelling, params),
  ]);
  return `exists (
    select from link l
    join source_record r on r.account_id = $1 and r.source_id = l.source_id and r.source = l.source and r.record_type = 'customer'
    where l.account_id = $1 and l.customer_id = c.customer_id and l.revoked_commit_id is null and (${ids.join(' or ')}) offset 0
  )`;
}
