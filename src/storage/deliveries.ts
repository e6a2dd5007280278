// Deliveries as a worker needs them: what is to be sent next, within small bounds however much waits, and what became of it.

import { nullableTimeFrom, timeFrom } from './time.ts';
import { textArray } from './binary-array.ts';
import type { AccountTx } from './database.ts';
import type { LeasedLane } from './webhooks-lanes.ts';
import type { Statement } from './engine.ts';

/** `pending`: not tried yet; `retrying`: tried in vain, and due again at a time; the others are settled. */
export type DeliveryState = 'pending' | 'retrying' | 'delivered' | 'failed' | 'cancelled' | 'coalesced';

/** One event for one endpoint, as it is sent. */
export interface Delivery {
  readonly deliveryId: string;
  readonly subjectId: string;
  readonly type: string;
  readonly sequence: string;
  readonly version: number | null;
  readonly previousVersion: number | null;
  readonly occurredAt: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  /** How many queued events of the customer it stands for, itself included. */
  readonly coalesced: number;
  /** The customer's JSON but for `changedAt`, or the whole data of an event of the account; null where only ids are told. */
  readonly document: string | null;
}

type Row = Record<'delivery_id' | 'subject_id' | 'type' | 'sequence' | 'occurred_at' | 'attempts' | 'coalesced', string> & {
  readonly state: DeliveryState;
  readonly version: string | null;
  readonly previous_version: string | null;
  readonly document: string | null;
};

const COLUMNS = 'delivery_id, subject_id, type, sequence, version, previous_version, occurred_at, state, attempts, coalesced, document';
const OPEN = `state in ('pending', 'retrying')`;
export interface PendingPage {
  /** Those that may be sent, in the order of sending. */
  readonly deliveries: Delivery[];
  /** The last one looked at; null: there was none. */
  readonly lastId: string | null;
  /** Whether there are no more behind it. */
  readonly isLast: boolean;
}

/**
 * The next deliveries behind `after`: at most `limit` are looked at. Left out are those whose subject waits for an earlier one to be
 * tried again; they are found by `listOfSubject` when that one is settled.
 */
export async function listPending(tx: AccountTx, endpointId: number, after: string, limit: number): Promise<PendingPage> {
  const { rows } = await tx.query<Row & { is_free: string | null }>({
    name: 'list_pending_deliveries',
    sql: `select ${COLUMNS.replace('document', 'case when is_free then document end as document')}, is_free from (
  select d.*, d.state = 'pending' and (
    not exists (select from delivery where account_id = $1 and endpoint_id = $2 and state = 'retrying')
    or (select r.state from delivery r where r.account_id = $1 and r.endpoint_id = $2 and r.subject_id = d.subject_id and r.state = 'retrying' limit 1) is null
  ) as is_free
  from delivery d
  where d.account_id = $1 and d.endpoint_id = $2 and d.${OPEN} and d.delivery_id > $3 order by d.delivery_id limit $4
) candidate order by delivery_id`,
    params: [tx.accountId, endpointId, after, limit],
  });
  const free = rows.filter((row) => row.is_free === 't');
  return { deliveries: free.map(deliveryFrom), lastId: rows.at(-1)?.delivery_id ?? null, isLast: rows.length < limit };
}

/** What waits for one subject, up to and with the delivery `upTo`, first to last. */
export async function listOfSubject(
  tx: AccountTx,
  endpointId: number,
  { subjectId, upTo, limit }: { subjectId: string; upTo: string; limit: number },
): Promise<Delivery[]> {
  const { rows } = await tx.query<Row>({
    name: 'list_deliveries_of_subject',
    sql: `select ${COLUMNS} from delivery
where account_id = $1 and endpoint_id = $2 and ${OPEN} and subject_id = $3 and delivery_id <= $4 order by delivery_id limit $5`,
    params: [tx.accountId, endpointId, subjectId, upTo, limit],
  });
  return rows.map(deliveryFrom);
}

/** Deliveries that are due to be tried again. */
export async function listDueRetries(tx: AccountTx, endpointId: number, now: string, limit: number): Promise<Delivery[]> {
  const { rows } = await tx.query<Row>({
    name: 'list_due_retries',
    sql: `select ${COLUMNS} from delivery
where account_id = $1 and endpoint_id = $2 and due_at is not null and due_at <= $3::timestamptz and state = 'retrying' order by due_at limit $4`,
    params: [tx.accountId, endpointId, now, limit],
  });
  return rows.map(deliveryFrom);
}

/** Settled deliveries that somebody wants sent again, but for those whose subject has something waiting. */
export async function listDueReplays(tx: AccountTx, endpointId: number, now: string, limit: number): Promise<Delivery[]> {
  const { rows } = await tx.query<Row>({
    name: 'list_due_replays',
    sql: `select ${COLUMNS} from delivery d
where account_id = $1 and endpoint_id = $2 and due_at is not null and due_at <= $3::timestamptz and state not in ('pending', 'retrying')
  and not exists (select from delivery f where f.account_id = $1 and f.endpoint_id = $2 and f.subject_id = d.subject_id and f.${OPEN})
order by due_at, delivery_id limit $4`,
    params: [tx.accountId, endpointId, now, limit],
  });
  return rows.map(deliveryFrom);
}

/** When the next retry is due, or a replay that nothing of its subject holds up; null: none is. */
export async function findNextDue(tx: AccountTx, endpointId: number): Promise<string | null> {
  const { rows } = await tx.query<{ due_at: string | null }>({
    name: 'find_next_due_delivery',
    sql: `select due_at from delivery d where account_id = $1 and endpoint_id = $2 and due_at is not null and (state = 'retrying' or not exists (
  select from delivery f where f.account_id = $1 and f.endpoint_id = $2 and f.subject_id = d.subject_id and f.${OPEN}))
order by due_at limit 1`,
    params: [tx.accountId, endpointId],
  });
  return nullableTimeFrom(rows[0]?.due_at ?? null);
}

/** When the oldest event happened that is not settled; null where all are. */
export async function findOldestOpen(tx: AccountTx, endpointId: number): Promise<string | null> {
  const { rows } = await tx.query<{ occurred_at: string }>({
    sql: `select occurred_at from delivery where account_id = $1 and endpoint_id = $2 and ${OPEN} order by delivery_id limit 1`,
    params: [tx.accountId, endpointId],
  });
  return nullableTimeFrom(rows[0]?.occurred_at ?? null);
}

/** What one try made of a delivery. */
export interface Settlement {
  readonly deliveryId: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly coalesced: number;
  readonly previousVersion: number | null;
  /** When it is tried again; null: not by itself. */
  readonly dueAt: string | null;
  readonly at: string;
  /** The attempt as JSON; null where there was none. */
  readonly attempt: string | null;
}

/**
 * Writes what became of deliveries. The ids stand in a condition of their own, so that the rows are found by the primary key whatever
 * the planner believes of their number. What was written already (its answer was lost) is left as it is. What was cancelled meanwhile stays so, unless it was delivered after all. Fails (CL409), and
 * writes nothing, unless the worker still has the lane.
 */
export function settleDeliveries({ accountId, endpointId, workerId }: LeasedLane, settlements: readonly Settlement[]): Statement {
  return {
    name: 'settle_deliveries',
    sql: `update delivery d set state = i.state, attempts = i.attempts::integer, coalesced = i.coalesced::integer, previous_version = i.previous_version::integer, due_at = i.due_at::timestamptz,
  settled_at = case when i.state = 'retrying' then null else i.at::timestamptz end,
  attempt_log = case when i.attempt is null then d.attempt_log when d.attempt_log is null then ('[' || i.attempt || ']')::json
    else (left(d.attempt_log::text, -1) || ',' || i.attempt || ']')::json end
from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
  i(id, state, attempts, due_at, at, attempt, coalesced, previous_version)
where d.account_id = $1 and d.delivery_id = any ($2::text[]::uuid[]) and d.delivery_id = i.id::uuid
  and (d.${OPEN} or d.state = i.state or i.state = 'delivered') and (i.attempt is null or d.attempts < i.attempts::integer)
  and (select expect_rows(count(*), 1) from webhook_lane
    where account_id = $1 and endpoint_id = $10 and leased_by = $11 and leased_until >= clock_timestamp())`,
    params: [
      accountId,
      textArray(settlements.map((one) => one.deliveryId)),
      textArray(settlements.map((one) => one.state)),
      textArray(settlements.map((one) => String(one.attempts))),
      textArray(settlements.map((one) => one.dueAt)),
      textArray(settlements.map((one) => one.at)),
      textArray(settlements.map((one) => one.attempt)),
      textArray(settlements.map((one) => String(one.coalesced))),
      textArray(settlements.map((one) => (one.previousVersion === null ? null : String(one.previousVersion)))),
      endpointId,
      workerId,
    ],
  };
}

function deliveryFrom(row: Row): Delivery {
  return {
    deliveryId: row.delivery_id,
    subjectId: row.subject_id,
    type: row.type,
    sequence: row.sequence,
    version: row.version === null ? null : Number(row.version),
    previousVersion: row.previous_version === null ? null : Number(row.previous_version),
    occurredAt: timeFrom(row.occurred_at),
    state: row.state,
    attempts: Number(row.attempts),
    coalesced: Number(row.coalesced),
    document: row.document,
  };
}
