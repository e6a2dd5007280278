// Conservation, kept: one receipt a request, raised in the same transaction as its records. `received` is never a column of its
// own: it is the sum of the outcomes.

import { OUTCOMES, receivedOf } from '../core/outcome.ts';
import { nullableTimeFrom, timeFrom } from './time.ts';
import type { AccountTx } from './database.ts';
import type { Row, Statement } from './engine.ts';
import type { OutcomeCounts } from '../core/outcome.ts';

export type ReceiptState = 'receiving' | 'complete' | 'cut';

/** What one commit adds to the receipt of one request. */
export interface ReceiptPart {
  readonly requestId: string;
  readonly source: string;
  readonly format: string;
  readonly recordType: string;
  readonly state: ReceiptState;
  /** Records the request had in all, once that is known. */
  readonly offered: number | null;
  readonly counts: OutcomeCounts;
  readonly issues: number;
  /** The last line that is committed; null for carriers without lines. */
  readonly lastLine: number | null;
}

const COUNTS = OUTCOMES.join(', ');
const ADDED = [...OUTCOMES, 'issues_total'].map((name) => `${name} = receipt.${name} + excluded.${name}`).join(', ');

/** Raises the receipts of several requests in one statement. Batches may commit out of their order: the last line never goes back. */
export function raiseReceipts(accountId: string, commitId: string, parts: readonly ReceiptPart[]): Statement {
  return {
    name: 'raise_receipts',
    sql: `insert into receipt (account_id, commit_id, began_at, progress_at, request_id, source, format, record_type, state, offered, ${COUNTS}, issues_total, last_line)
select $1, $2, clock_timestamp(), clock_timestamp(), i.* from json_to_recordset($3::json)
  i(request_id text, source text, format text, record_type text, state text, offered bigint, created bigint, updated bigint, unchanged bigint, stale bigint,
    rejected bigint, suppressed bigint, issues_total bigint, last_line bigint)
on conflict (account_id, request_id) do update set ${ADDED}, state = excluded.state, offered = coalesce(excluded.offered, receipt.offered),
  last_line = greatest(excluded.last_line, receipt.last_line), progress_at = excluded.progress_at, commit_id = excluded.commit_id`,
    params: [accountId, commitId, JSON.stringify(parts.map(columnsOf))],
  };
}

function columnsOf(part: ReceiptPart): Record<string, unknown> {
  const { requestId, source, format, recordType, state, offered, counts, issues, lastLine } = part;
  return {
    request_id: requestId,
    source,
    format,
    record_type: recordType,
    state,
    offered,
    ...counts,
    issues_total: issues,
    last_line: lastLine,
  };
}

export type ReceiptOpening = Pick<ReceiptPart, 'requestId' | 'source' | 'format' | 'recordType'>;

/** Claims a request id that its client chose; false: the account has used it before. */
export async function insertReceipt(tx: AccountTx, { requestId, source, format, recordType }: ReceiptOpening): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'insert_receipt',
    sql: `insert into receipt (account_id, request_id, source, format, record_type, state, began_at, progress_at)
values ($1, $2, $3, $4, $5, 'receiving', clock_timestamp(), clock_timestamp()) on conflict do nothing`,
    params: [tx.accountId, requestId, source, format, recordType],
  });
  return rowCount === 1;
}

export interface ReceiptEnd {
  readonly state: Exclude<ReceiptState, 'receiving'>;
  readonly notTaken: number;
  readonly lastLine: number | null;
}

/** Closes a receipt: what was offered is what was received and what was not taken. */
export async function settleReceipt(tx: AccountTx, opening: ReceiptOpening, end: ReceiptEnd): Promise<void> {
  await insertReceipt(tx, opening);
  await tx.query({
    name: 'settle_receipt',
    sql: `update receipt set state = $3, not_taken = $4::bigint, offered = ${OUTCOMES.join(' + ')} + $4::bigint,
  last_line = greatest(last_line, $5::bigint), progress_at = clock_timestamp()
where account_id = $1 and request_id = $2`,
    params: [tx.accountId, opening.requestId, end.state, end.notTaken, end.lastLine],
  });
}

export interface Receipt {
  readonly requestId: string;
  readonly source: string;
  readonly format: string;
  readonly recordType: string;
  readonly state: ReceiptState;
  readonly offered: number | null;
  readonly received: number;
  readonly notTaken: number;
  readonly outcomes: OutcomeCounts;
  readonly issuesTotal: number;
  readonly lastLine: number | null;
  readonly beganAt: string;
  readonly progressAt: string;
}

/** A request without progress for so long broke off with the process that took it: connections are cut after a minute of silence. */
const SILENCE = '5 minutes';

export async function findReceipt(tx: AccountTx, requestId: string): Promise<Receipt | null> {
  const { rows } = await tx.query({
    sql: `select *, state = 'receiving' and progress_at < clock_timestamp() - interval '${SILENCE}' as is_abandoned
from receipt where account_id = $1 and request_id = $2`,
    params: [tx.accountId, requestId],
  });
  return rows[0] ? receiptFrom(rows[0]) : null;
}

function receiptFrom(row: Row): Receipt {
  const outcomes = countsFrom(row);
  const received = OUTCOMES.reduce((sum, outcome) => sum + outcomes[outcome], 0);
  const notTaken = Number(row['not_taken']);
  const state = row['is_abandoned'] === 't' ? 'cut' : (row['state'] as ReceiptState);
  return {
    requestId: row['request_id'] as string,
    source: row['source'] as string,
    format: row['format'] as string,
    recordType: row['record_type'] as string,
    state,
    offered: state === 'receiving' ? null : received + notTaken,
    received,
    notTaken,
    outcomes,
    issuesTotal: Number(row['issues_total']),
    lastLine: row['last_line'] == null ? null : Number(row['last_line']),
    beganAt: timeFrom(row['began_at'] as string),
    progressAt: nullableTimeFrom(row['progress_at'] ?? null) as string,
  };
}

function countsFrom(row: Row): OutcomeCounts {
  return Object.fromEntries(OUTCOMES.map((outcome) => [outcome, Number(row[outcome])])) as OutcomeCounts;
}

/** The outcomes of one day, source and kind of record. */
export interface DayOutcomes {
  readonly day: string;
  readonly source: string;
  readonly format: string;
  readonly recordType: string;
  readonly offered: number;
  readonly received: number;
  readonly notTaken: number;
  readonly outcomes: OutcomeCounts;
}

const SUMS = [...OUTCOMES, 'not_taken'].map((name) => `sum(${name})::bigint as ${name}`).join(', ');

/** Days rolled up and receipts not yet rolled up, from the day `$2` on. */
const PARTS = `(
  select day, source, format, record_type, ${COUNTS}, not_taken from outcome_day where account_id = $1
  union all
  select (began_at at time zone 'UTC')::date, source, format, record_type, ${COUNTS}, not_taken from receipt where account_id = $1 and not is_rolled_up
) parts where $2::date is null or day >= $2::date`;

/** Outcomes by day (UTC), source and format, newest day first. */
export async function listOutcomes(tx: AccountTx, since: string | null): Promise<DayOutcomes[]> {
  const { rows } = await tx.query({
    sql: `select day, source, format, record_type, ${SUMS} from ${PARTS}
group by day, source, format, record_type order by day desc, source, format, record_type`,
    params: [tx.accountId, since],
  });
  return rows.map(dayFrom);
}

/** Records received on one day, from all sources. */
export interface DayReceived {
  readonly day: string;
  readonly received: number;
  readonly outcomes: OutcomeCounts;
}

/** Outcomes by day (UTC) alone, oldest day first. */
export async function listReceived(tx: AccountTx, since: string): Promise<DayReceived[]> {
  const { rows } = await tx.query({
    name: 'list_received',
    sql: `select day, ${SUMS} from ${PARTS} group by day order by day`,
    params: [tx.accountId, since],
  });
  return rows.map((row) => {
    const outcomes = countsFrom(row);
    return { day: row['day'] as string, received: receivedOf(outcomes), outcomes };
  });
}

function dayFrom(row: Row): DayOutcomes {
  const outcomes = countsFrom(row);
  const received = OUTCOMES.reduce((sum, outcome) => sum + outcomes[outcome], 0);
  const notTaken = Number(row['not_taken']);
  return {
    day: row['day'] as string,
    source: row['source'] as string,
    format: row['format'] as string,
    recordType: row['record_type'] as string,
    offered: received + notTaken,
    received,
    notTaken,
    outcomes,
  };
}
