// Customers counted in small steps along their key, and the counts that are kept: reading them costs one row whatever there is to count.

import { timeFrom } from './time.ts';
import type { AccountTx } from './database.ts';

/** Where a walk over the customers begins. */
export const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** Whole years at which the next age band begins. */
export const AGE_BANDS = [18, 25, 35, 45, 55, 65] as const;

type GroupRow = Record<'status' | 'country' | 'gender' | 'band' | 'consent_marketing' | 'consent_sms', string | null> &
  Record<'customers' | 'last_id', string>;

/** Customers alike in everything that is counted. `band` is the place in `AGE_BANDS`, 0 for the youngest; null: not known. */
export interface CustomerGroup {
  readonly status: string;
  readonly country: string | null;
  readonly gender: string | null;
  readonly band: number | null;
  readonly marketing: string;
  readonly sms: string;
  readonly customers: number;
  readonly lastId: string;
}

/** The next `limit` customers behind an id, by what they have in common; ages are those of `today`. */
export async function countCustomers(
  tx: AccountTx,
  after: string,
  { today, limit }: { today: string; limit: number },
): Promise<CustomerGroup[]> {
  const { rows } = await tx.query<GroupRow>({
    name: 'count_customers',
    sql: `select status, country, gender, width_bucket(date_part('year', age($3::date, birth_date)), '{${AGE_BANDS.join(',')}}'::float8[]) as band,
  consent_marketing, consent_sms, count(*) as customers, max(customer_id::text collate "C") as last_id
from (
  select * from customer where account_id = $1 and customer_id > $2::uuid and document is not null order by customer_id limit $4
) page group by 1, 2, 3, 4, 5, 6`,
    params: [tx.accountId, after, today, limit],
  });
  return rows.map((row) => ({
    status: row.status as string,
    country: row.country,
    gender: row.gender,
    band: row.band === null ? null : Number(row.band),
    marketing: row.consent_marketing ?? 'not_stated',
    sms: row.consent_sms ?? 'not_stated',
    customers: Number(row.customers),
    lastId: row.last_id,
  }));
}

/** How many customers each source has a record of, of those behind one id and up to another. */
export async function countSources(tx: AccountTx, after: string, upTo: string): Promise<Map<string, number>> {
  const { rows } = await tx.query<Record<'source' | 'customers', string>>({
    name: 'count_sources',
    sql: `select source, count(distinct customer_id) as customers from link
where account_id = $1 and customer_id > $2::uuid and customer_id <= $3::uuid and revoked_commit_id is null group by source`,
    params: [tx.accountId, after, upTo],
  });
  return new Map(rows.map(({ source, customers }) => [source, Number(customers)]));
}

/** How many issues of each code the next `limit` rejections have that are open; `seen` counts the rejections walked. */
export async function countRejections(
  tx: AccountTx,
  after: string,
  limit: number,
): Promise<{ open: number; seen: number; lastId: string; codes: Map<string, number> }> {
  // `->` and not `->>`, which would trip over an escaped U+0000 elsewhere in the issue.
  const { rows } = await tx.query<Record<'code' | 'rejections' | 'seen' | 'open' | 'last_id', string | null>>({
    name: 'count_rejections',
    sql: `with page as materialized (
  select rejection_id, state, issues from rejection where account_id = $1 and rejection_id > $2::uuid order by rejection_id limit $3
), codes as (
  select (issue -> 'code')::text as code, count(distinct rejection_id) as rejections
  from page, json_array_elements(coalesce(issues, '[]')) issue where state = 'open' group by 1
) select code, rejections, seen, open, last_id from (
  select count(*) as seen, count(*) filter (where state = 'open') as open, max(rejection_id::text collate "C") as last_id from page
) sums left join codes on true`,
    params: [tx.accountId, after, limit],
  });
  const [first] = rows;
  const codes = rows.flatMap(({ code, rejections }): [string, number][] =>
    code === null || code === undefined ? [] : [[JSON.parse(code) as string, Number(rejections)]],
  );
  return { open: Number(first?.open), seen: Number(first?.seen), lastId: first?.last_id ?? after, codes: new Map(codes) };
}

/** Counts as they are kept, with the place in the change feed up to which they hold. */
export interface KeptCounts {
  readonly asOf: string;
  readonly changeSequence: number;
  /** JSON text. */
  readonly counts: string;
}

export async function saveCounts(tx: AccountTx, { asOf, changeSequence, counts }: KeptCounts): Promise<void> {
  await tx.query({
    name: 'save_counts',
    sql: `insert into customer_count (account_id, as_of, change_sequence, counts) values ($1, $2, $3, $4)
on conflict on constraint customer_count_pk do update set as_of = excluded.as_of, change_sequence = excluded.change_sequence, counts = excluded.counts
where customer_count.as_of < excluded.as_of`,
    params: [tx.accountId, asOf, changeSequence, counts],
  });
}

export async function findCounts(tx: AccountTx): Promise<KeptCounts | null> {
  const { rows } = await tx.query<Record<'as_of' | 'change_sequence' | 'counts', string>>({
    name: 'find_counts',
    sql: 'select as_of, change_sequence, counts from customer_count where account_id = $1',
    params: [tx.accountId],
  });
  const [row] = rows;
  return row ? { asOf: timeFrom(row.as_of), changeSequence: Number(row.change_sequence), counts: row.counts } : null;
}

/** The account's last change; 0 where there is none. */
export async function findChangeSequence(tx: AccountTx): Promise<number> {
  const { rows } = await tx.query<{ change_sequence: string }>({
    name: 'find_change_sequence',
    sql: 'select change_sequence from account_counter where account_id = $1',
    params: [tx.accountId],
  });
  return Number(rows[0]?.change_sequence ?? 0);
}
