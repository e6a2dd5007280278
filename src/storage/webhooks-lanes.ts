// Lanes: which endpoints have something to send, and which worker has the only right to send it. A lease is by the database's clock,
// so that workers whose clocks differ agree; a worker that died is followed by another when its lease runs out.

import { textArray } from './binary-array.ts';
import type { AccountTx, Tx } from './database.ts';

/** One endpoint as workers see it. */
export interface LaneKey {
  readonly accountId: string;
  readonly endpointId: number;
}

/** A lane, and the worker that has it. */
export interface LeasedLane extends LaneKey {
  readonly workerId: string;
}

/** A lane with news: how many commits told of any. */
export interface ToldLane extends LaneKey {
  readonly told: string;
  /** False: it was this worker's already. */
  readonly isNew: boolean;
}

export interface LeaseOptions {
  readonly workerId: string;
  readonly leaseMs: number;
  /** The worker's present moment, by which retries are due. */
  readonly now: string;
  /** New lanes at most. */
  readonly limit: number;
}

type LaneRow = Record<'account_id' | 'endpoint_id' | 'told' | 'is_new', string>;

/** Leases lanes that have something to do and that nobody holds; tells also of news on lanes held already. */
export async function leaseLanes(tx: Tx, { workerId, leaseMs, now, limit }: LeaseOptions): Promise<ToldLane[]> {
  const { rows } = await tx.query<LaneRow>({
    name: 'lease_lanes',
    sql: `with due as (
  select account_id, endpoint_id from webhook_lane
  where (told > seen or due_at <= $3::timestamptz) and not is_held and (leased_until is null or leased_until < clock_timestamp())
  order by due_at nulls first limit $4 for update skip locked
), leased as (
  update webhook_lane l set leased_by = $1, leased_until = clock_timestamp() + $2::integer * interval '1 millisecond'
  from due d where l.account_id = d.account_id and l.endpoint_id = d.endpoint_id
  returning l.account_id, l.endpoint_id, l.told
)
select account_id, endpoint_id, told, true as is_new from leased
union all
select account_id, endpoint_id, told, false from webhook_lane where leased_by = $1 and leased_until >= clock_timestamp() and told > seen`,
    params: [workerId, leaseMs, now, limit],
  });
  return rows.map((row) => ({
    accountId: row.account_id,
    endpointId: Number(row.endpoint_id),
    told: row.told,
    isNew: row.is_new === 't',
  }));
}

/** Holds on to a worker's lanes; the keys of those it still has. */
export async function renewLeases(
  tx: Tx,
  keys: readonly LaneKey[],
  { workerId, leaseMs }: Pick<LeaseOptions, 'workerId' | 'leaseMs'>,
): Promise<LaneKey[]> {
  const { rows } = await tx.query<Record<'account_id' | 'endpoint_id', string>>({
    sql: `update webhook_lane l set leased_until = clock_timestamp() + $2::integer * interval '1 millisecond'
from unnest($3::text[], $4::text[]) i(account_id, endpoint_id)
where l.account_id = i.account_id::uuid and l.endpoint_id = i.endpoint_id::integer and l.leased_by = $1 and l.leased_until >= clock_timestamp()
returning l.account_id, l.endpoint_id`,
    params: [workerId, leaseMs, textArray(keys.map((key) => key.accountId)), textArray(keys.map((key) => String(key.endpointId)))],
  });
  return rows.map((row) => ({ accountId: row.account_id, endpointId: Number(row.endpoint_id) }));
}

/** How a lane is left. */
export interface LaneRest {
  /** All that was told until then is seen. */
  readonly told: string;
  /** When something is to be done again; null: when something is told. */
  readonly dueAt: string | null;
  /** Whether nobody is to look at it until it may go on (`wakeLane`). */
  readonly isHeld: boolean;
}

/** Gives a lane back. */
export async function releaseLane(tx: Tx, key: LaneKey, workerId: string, { told, dueAt, isHeld }: LaneRest): Promise<void> {
  await tx.query({
    sql: `update webhook_lane set leased_by = null, leased_until = null, seen = greatest(seen, $4::bigint), due_at = $5::timestamptz,
  is_held = $6 and told = $4::bigint
where account_id = $1 and endpoint_id = $2 and leased_by = $3`,
    params: [key.accountId, key.endpointId, workerId, told, dueAt, isHeld],
  });
}

/** Frees every lane: on the embedded store, whose one process has just started, nobody can hold any. */
export async function freeLanes(tx: Tx): Promise<void> {
  await tx.query({ sql: 'update webhook_lane set leased_by = null, leased_until = null where leased_by is not null' });
}

/** On which workers hear that there is news of a lane. */
export const NEWS_CHANNEL = 'clientele_deliveries';

/** Has workers look at the endpoint: something was written for it, or it may go on. */
export async function wakeLane(tx: AccountTx, endpointId: number): Promise<void> {
  await tx.query({
    sql: `with told as (
  insert into webhook_lane as l (account_id, endpoint_id, told) values ($1, $2, 1)
  on conflict (account_id, endpoint_id) do update set told = l.told + 1, is_held = false returning 1
)
select pg_notify('${NEWS_CHANNEL}', '') from told`,
    params: [tx.accountId, endpointId],
  });
}

/** Tells the workers of all nodes that there is news, where there is any of a lane that is not this worker's. */
export async function tellWorkers(tx: Tx, workerId: string | null): Promise<void> {
  await tx.query({
    name: 'tell_workers',
    sql: `select pg_notify('${NEWS_CHANNEL}', '')
where exists (select from webhook_lane where told > seen and not is_held and (leased_by is null or leased_by is distinct from $1::uuid))`,
    params: [workerId],
  });
}

/** Lanes that have something to do, are being worked on or held, for a look at how far behind they are. */
export async function listBusyLanes(tx: Tx, limit: number): Promise<(LaneKey & { readonly isHeld: boolean })[]> {
  const { rows } = await tx.query<Record<'account_id' | 'endpoint_id' | 'is_held', string>>({
    sql: `select account_id, endpoint_id, is_held from webhook_lane
where told > seen or due_at is not null or leased_by is not null or is_held order by account_id limit $1`,
    params: [limit],
  });
  return rows.map((row) => ({ accountId: row.account_id, endpointId: Number(row.endpoint_id), isHeld: row.is_held === 't' }));
}
