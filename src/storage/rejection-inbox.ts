// The inbox of rejected records: found by what a person looks for, and closed when retried or dismissed.

import { nullableTimeFrom, timeFrom } from './time.ts';
import type { AccountTx } from './database.ts';
import type { Param, Row, Statement } from './engine.ts';
import type { Position } from './page.ts';

export interface Rejection {
  readonly rejectionId: string;
  readonly requestId: string;
  readonly importId: string | null;
  readonly source: string;
  readonly format: string;
  readonly recordType: string;
  readonly sourceId: string | null;
  readonly place: object;
  readonly payload: string | null;
  readonly payloadBytes: number;
  /** The record as mended by hand, which a retry takes; null: nobody did. */
  readonly editedPayload: string | null;
  readonly editedAt: string | null;
  readonly issues: readonly object[];
  readonly state: string;
  readonly receivedAt: string;
  /** The rejection whose retry this came from. */
  readonly retryOf: string | null;
  /** The request of its retry, under which its new outcome is. */
  readonly retriedAs: string | null;
  readonly dismissReason: string | null;
  readonly closedAt: string | null;
}

/** What a person looks for; an absent filter lets all pass. */
export interface RejectionFilters {
  readonly requestId?: string;
  readonly importId?: string;
  readonly source?: string;
  readonly state?: string;
  /** A code that one of its issues has. */
  readonly code?: string;
  /** A field, as a JSON Pointer, or where fields begin with it. */
  readonly field?: string;
  /** The day of receipt, UTC. */
  readonly day?: string;
  readonly rejectionIds?: readonly string[];
}

/**
 * Issues are searched as the text they were written as: reading them as JSON would fail on an escaped U+0000 in a suggestion, and no
 * value in them can hold an unescaped quote.
 */
function conditionsOf(filters: RejectionFilters, params: Param[]): string {
  const at = (value: Param): string => `$${params.push(value)}`;
  const { requestId, importId, source, state, code, field, day, rejectionIds } = filters;
  const conditions: string[] = [];
  if (requestId !== undefined) conditions.push(`request_id = ${at(requestId)}`);
  if (importId !== undefined) conditions.push(`import_id = ${at(importId)}`);
  if (source !== undefined) conditions.push(`source = ${at(source)}`);
  if (state !== undefined) conditions.push(`state = ${at(state)}`);
  if (code !== undefined) conditions.push(`position(${at(`"code":${JSON.stringify(code)}`)} in issues::text) > 0`);
  if (field !== undefined) conditions.push(`position(${at(`"pointer":${JSON.stringify(field).slice(0, -1)}`)} in issues::text) > 0`);
  if (day !== undefined) {
    const start = at(`${day}T00:00:00Z`);
    conditions.push(`received_at >= ${start}::timestamptz and received_at < ${start}::timestamptz + interval '1 day'`);
  }
  if (rejectionIds !== undefined) conditions.push(`rejection_id = any(${at(rejectionIds)}::uuid[])`);
  return conditions.map((condition) => ` and ${condition}`).join('');
}

const COLUMNS = `rejection_id, request_id, import_id, source, format, record_type, source_id, place, encode(payload, 'base64') as payload, payload_bytes, encode(edited_payload, 'base64') as edited_payload, edited_at, issues, state,
  received_at, retry_of, retried_as, dismiss_reason, closed_at`;

/** Rejections, newest first. */
export async function listRejections(
  tx: AccountTx,
  filters: RejectionFilters,
  { after, limit }: { readonly after: Position | null; readonly limit: number },
): Promise<Rejection[]> {
  const params: Param[] = [tx.accountId, limit];
  const conditions = conditionsOf(filters, params);
  const behind = after
    ? ` and (received_at, rejection_id) < ($${params.push(after.time)}::timestamptz, $${params.push(after.id)}::uuid)`
    : '';
  const { rows } = await tx.query({
    sql: `select ${COLUMNS} from rejection where account_id = $1${conditions}${behind} order by received_at desc, rejection_id desc limit $2`,
    params,
  });
  return rows.map(rejectionFrom);
}

export async function findRejection(tx: AccountTx, rejectionId: string): Promise<Rejection | null> {
  const { rows } = await tx.query({
    sql: `select ${COLUMNS} from rejection where account_id = $1 and rejection_id = $2`,
    params: [tx.accountId, rejectionId],
  });
  return rows[0] ? rejectionFrom(rows[0]) : null;
}

function rejectionFrom(row: Row): Rejection {
  return {
    rejectionId: row['rejection_id'] as string,
    requestId: row['request_id'] as string,
    importId: row['import_id'] ?? null,
    source: row['source'] as string,
    format: row['format'] as string,
    recordType: row['record_type'] as string,
    sourceId: row['source_id'] ?? null,
    place: JSON.parse(row['place'] ?? '{}') as object,
    payload: textFrom(row['payload']),
    payloadBytes: Number(row['payload_bytes']),
    editedPayload: textFrom(row['edited_payload']),
    editedAt: nullableTimeFrom(row['edited_at'] ?? null),
    issues: JSON.parse(row['issues'] ?? '[]') as object[],
    state: row['state'] as string,
    receivedAt: timeFrom(row['received_at'] as string),
    retryOf: row['retry_of'] ?? null,
    retriedAs: row['retried_as'] ?? null,
    dismissReason: row['dismiss_reason'] ?? null,
    closedAt: nullableTimeFrom(row['closed_at'] ?? null),
  };
}

function textFrom(base64: string | null | undefined): string | null {
  return base64 == null ? null : Buffer.from(base64, 'base64').toString('utf8');
}

/** Keeps the record of an open rejection as mended, or, with null, forgets that it was; false: there is no such open rejection. */
export async function updateEditedPayload(tx: AccountTx, rejectionId: string, payload: string | null): Promise<boolean> {
  const { rowCount } = await tx.query({
    sql: `update rejection set edited_payload = decode($3, 'base64'), edited_at = case when $3::text is not null then clock_timestamp() end
where account_id = $1 and rejection_id = $2 and state = 'open'`,
    params: [tx.accountId, rejectionId, payload === null ? null : Buffer.from(payload).toString('base64')],
  });
  return rowCount === 1;
}

/** Closes an open rejection in the transaction of its retry; one that is closed already fails it. */
export function settleRetried(accountId: string, rejectionId: string, requestId: string): Statement {
  return {
    name: 'settle_retried',
    sql: `with closed as (
  update rejection set state = 'retried', retried_as = $3, closed_at = clock_timestamp()
  where account_id = $1 and rejection_id = $2 and state = 'open' returning 1
)
select expect_rows(count(*), 1) from closed`,
    params: [accountId, rejectionId, requestId],
  };
}

/** Dismisses the open rejections that meet the filters, and says how many. */
export async function dismissRejections(tx: AccountTx, filters: RejectionFilters, reason: string): Promise<number> {
  const params: Param[] = [tx.accountId, reason];
  const { rowCount } = await tx.query({
    sql: `update rejection set state = 'dismissed', dismiss_reason = $2, closed_at = clock_timestamp()
where account_id = $1 and state = 'open'${conditionsOf(filters, params)}`,
    params,
  });
  return rowCount;
}
