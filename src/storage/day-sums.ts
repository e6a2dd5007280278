// Days summed up in small steps: receipts into `outcome_day`, the change feed into `change_day`. A step is one transaction, so that every
// receipt and every change counts exactly once whatever ends a step early.

import { OUTCOMES } from '../core/outcome.ts';
import type { AccountTx } from './database.ts';

const COUNTS = OUTCOMES.join(', ');
const SUMS = [...OUTCOMES, 'not_taken'].map((name) => `sum(${name})`).join(', ');
const RECEIVED = OUTCOMES.map((name) => `sum(${name})`).join(' + ');
const RAISED = ['offered', ...OUTCOMES, 'not_taken'].map((name) => `${name} = outcome_day.${name} + excluded.${name}`).join(', ');

/** A receipt that is closed is raised no more; the silence keeps out a batch that is being answered this moment. */
const SILENCE = '5 seconds';

/** Adds up to `limit` closed receipts to their days and marks them; gives how many there were. Others' steps are passed over. */
export async function rollUpReceipts(tx: AccountTx, limit: number): Promise<number> {
  const { rows } = await tx.query<{ done: string }>({
    name: 'roll_up_receipts',
    sql: `with chosen as (
  select request_id from receipt where account_id = $1 and not is_rolled_up and state <> 'receiving' and progress_at < clock_timestamp() - interval '${SILENCE}'
  order by began_at limit $2 for update skip locked
), done as (
  update receipt r set is_rolled_up = true from chosen c where r.account_id = $1 and r.request_id = c.request_id returning r.*
), summed as (
  insert into outcome_day (account_id, day, source, format, record_type, offered, ${COUNTS}, not_taken)
  select $1, (began_at at time zone 'UTC')::date, source, format, record_type, ${RECEIVED} + sum(not_taken), ${SUMS} from done
  group by (began_at at time zone 'UTC')::date, source, format, record_type order by 2, 3, 4, 5
  on conflict on constraint outcome_day_pk do update set ${RAISED}
) select count(*) as done from done`,
    params: [tx.accountId, limit],
  });
  return Number(rows[0]?.done);
}

/**
 * Adds up to `limit` changes to their days, on from where the last step ended; gives how many there were. They are counted by commit before
 * days are looked up, of which there is one a commit.
 */
export async function rollUpChanges(tx: AccountTx, limit: number): Promise<number> {
  await tx.query({
    sql: `insert into change_day_position (account_id, sequence) values ($1, 0) on conflict do nothing`,
    params: [tx.accountId],
  });
  const { rows } = await tx.query<{ done: string }>({
    name: 'roll_up_changes',
    sql: `with place as (
  select sequence from change_day_position where account_id = $1 for update
), read as (
  select max(sequence) as sequence, commit_no, type, count(*) as changes
  from (select sequence, type, commit_no from change where account_id = $1 and sequence > (select sequence from place) order by sequence limit $2) h
  group by commit_no, type
), summed as (
  insert into change_day (account_id, day, type, changes)
  select $1, (k.recorded_at at time zone 'UTC')::date, r.type, sum(r.changes) from read r join commit k on k.account_id = $1 and k.commit_no = r.commit_no
  group by (k.recorded_at at time zone 'UTC')::date, r.type order by 2, 3
  on conflict on constraint change_day_pk do update set changes = change_day.changes + excluded.changes
), moved as (
  update change_day_position set sequence = (select max(sequence) from read) where account_id = $1 and exists (select from read)
) select coalesce(sum(changes), 0) as done from read`,
    params: [tx.accountId, limit],
  });
  return Number(rows[0]?.done);
}

/** Changes of one day (UTC) by type. */
export interface DayChanges {
  readonly day: string;
  readonly type: string;
  readonly changes: number;
}

/** Changes that are not summed up yet are added as they are read, up to so many: a page is not to wait for more. */
const TAIL_MAX = 20_000;

/** Changes by day from `since` on, oldest day first: the days summed, and the first of the changes behind them. */
export async function listDayChanges(tx: AccountTx, since: string): Promise<DayChanges[]> {
  const { rows } = await tx.query<{ day: string; type: string; changes: string }>({
    name: 'list_day_changes',
    sql: `select day, type, sum(changes) as changes from (
  select day, type, changes from change_day where account_id = $1
  union all
  select (k.recorded_at at time zone 'UTC')::date, h.type, 1 from (
    select type, commit_no from change
    where account_id = $1 and sequence > coalesce((select sequence from change_day_position where account_id = $1), 0) order by sequence limit ${TAIL_MAX}
  ) h join commit k on k.account_id = $1 and k.commit_no = h.commit_no
) days where day >= $2::date group by day, type order by day, type`,
    params: [tx.accountId, since],
  });
  return rows.map(({ day, type, changes }) => ({ day, type, changes: Number(changes) }));
}
