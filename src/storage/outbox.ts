// The outbox side of deliveries: events of the account itself, written in the transaction of what they tell of, and what is not to be
// sent any more. (Deliveries of customers' changes are written by the hot path, in `hot/save-customers.ts`.)

import { wakeLane } from './webhooks-lanes.ts';
import type { AccountTx } from './database.ts';

/** The account's one endpoint, of the VoIPBin fields. */
export const ENDPOINT_ID = 1;

export interface AccountEvent {
  readonly type: 'account.updated' | 'account.deleted' | 'import.finished' | 'webhook.test';
  /** JSON; no personal data. */
  readonly document: string;
  /** Whom it is about, within which order is kept; default: the account. */
  readonly subjectId?: string;
}

/**
 * Writes an event of the account for its endpoint, where it has one that wants this type; gives the delivery's id. Its moment comes from
 * the counter's row, as a commit's does: ids are committed in their order, whatever clocks do, and no reader passes one by.
 */
export async function insertEvent(tx: AccountTx, { type, document, subjectId }: AccountEvent): Promise<string | null> {
  const { rows } = await tx.query<{ delivery_id: string }>({
    sql: `with counter as (
  update account_counter set recorded_at = greatest(clock_timestamp(), recorded_at + interval '1 microsecond')
  where account_id = $1 returning change_sequence, recorded_at as at
)
insert into delivery (account_id, endpoint_id, delivery_id, subject_id, type, sequence, occurred_at, document)
select $1, ${ENDPOINT_ID}, delivery_id(k.at, k.change_sequence), $3, $2, k.change_sequence, k.at, $4
from counter k cross join account a left join webhook_endpoint e on e.account_id = a.account_id and e.endpoint_id = ${ENDPOINT_ID}
where a.account_id = $1 and a.webhook_uri is not null and ($2 = 'webhook.test' or e.types is null or $2 = any (e.types))
returning delivery_id`,
    params: [tx.accountId, type, subjectId ?? tx.accountId, document],
  });
  const deliveryId = rows[0]?.delivery_id ?? null;
  if (deliveryId !== null) await wakeLane(tx, ENDPOINT_ID);
  return deliveryId;
}

const CANCEL_STEP = 1_000;

/** Cancels a step of what waits for the endpoint, but for events of type `exceptType`; how many those were. */
export async function cancelDeliveries(tx: AccountTx, endpointId: number, exceptType = ''): Promise<number> {
  const { rowCount } = await tx.query({
    sql: `with open as (
  select delivery_id from delivery where account_id = $1 and endpoint_id = $2 and state in ('pending', 'retrying') and type <> $3
  order by delivery_id limit ${CANCEL_STEP}
)
update delivery d set state = 'cancelled', due_at = null, settled_at = clock_timestamp()
where account_id = $1 and delivery_id = any (array(select delivery_id from open))`,
    params: [tx.accountId, endpointId, exceptType],
  });
  return rowCount;
}

/** Gives up a step of the replays that wait for the endpoint; how many those were. Their deliveries stay settled as they are. */
export async function cancelReplays(tx: AccountTx, endpointId: number): Promise<number> {
  const { rowCount } = await tx.query({
    sql: `with waiting as (
  select delivery_id from delivery where account_id = $1 and endpoint_id = $2 and due_at is not null and state not in ('pending', 'retrying')
  order by due_at limit ${CANCEL_STEP}
)
update delivery d set due_at = null where account_id = $1 and delivery_id = any (array(select delivery_id from waiting))`,
    params: [tx.accountId, endpointId],
  });
  return rowCount;
}

const EXPIRE_STEP = 250;

/** Before every id. */
export const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** The least id of an event at `time` (`2024-05-01T10:00:00.123456Z`) or later; see `delivery_id` in SQL. */
export function firstIdAt(time: string): string {
  const ms = Date.parse(time);
  const hex = Math.max(ms, 0).toString(16).padStart(12, '0');
  const micros = Number(/\.\d{3}(\d{3})/.exec(time)?.[1] ?? 0)
    .toString(16)
    .padStart(3, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7${micros}-8000-000000000000`;
}

/**
 * Deletes a step of the deliveries behind `after` that happened before `before`, open ones included; gives the last of them, behind which
 * the next step begins (what was deleted is still in the way of a scan from the start), or null: there was none. They are looked for one by
 * one: of a range the planner, where its statistics are old, believes that it holds a few rows, and then gathers and sorts all of them for
 * each step (68 ms among 200,000 on a busy machine, growing with what is kept).
 */
export async function deleteDeliveries(tx: AccountTx, { after, before }: { after: string; before: string }): Promise<string | null> {
  const { rows } = await tx.query<{ delivery_id: string }>({
    sql: `with recursive walk (delivery_id, step) as (
  select $2::uuid, 0
  union all
  select next.delivery_id, w.step + 1 from walk w cross join lateral (
    select d.delivery_id from delivery d
    where d.account_id = $1 and d.delivery_id > w.delivery_id and d.delivery_id < $3 order by d.delivery_id limit 1
  ) next where w.step < ${EXPIRE_STEP}
), deleted as (
  delete from delivery where account_id = $1 and delivery_id = any (array(select delivery_id from walk where step > 0))
)
select delivery_id from walk where step > 0 order by step desc limit 1`,
    params: [tx.accountId, after, firstIdAt(before)],
  });
  return rows[0]?.delivery_id ?? null;
}
