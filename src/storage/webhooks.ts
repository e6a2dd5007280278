// Endpoints: what an account wants to be told, where, and how its endpoint stands. Method and address are the account's own columns
// (the VoIPBin fields), all else is the endpoint's row, which is made when it is first needed.

import { nullableTimeFrom } from './time.ts';
import { textArray } from './binary-array.ts';
import type { AccountTx } from './database.ts';
import type { Statement } from './engine.ts';

export type EndpointState = 'active' | 'paused' | 'disabled';

/** A signing secret as it is kept: sealed, and until when it signs beside a newer one. */
export interface KeptSecret {
  readonly sealed: string;
  readonly expiresAt: string | null;
}

export interface Endpoint {
  readonly method: string;
  /** Null: off. */
  readonly uri: string | null;
  readonly accountStatus: string;
  readonly payload: 'full' | 'thin';
  readonly format: 'registry' | 'cobi' | 'wasabi';
  /** Null: every type. */
  readonly types: readonly string[] | null;
  readonly isCoalescing: boolean;
  readonly state: EndpointState;
  readonly stateReason: string | null;
  readonly stateAt: string | null;
  /** Since when no delivery succeeded; null while they do. */
  readonly failingSince: string | null;
  readonly secrets: readonly KeptSecret[];
}

type Row = Record<'webhook_method' | 'status', string> &
  Record<
    'webhook_uri' | 'payload' | 'format' | 'types' | 'is_coalescing' | 'state' | 'state_reason' | 'state_at' | 'failing_since' | 'secrets',
    string | null
  >;

/** The endpoint as it stands now; null where the account is gone. */
export async function findEndpoint(tx: AccountTx, endpointId: number): Promise<Endpoint | null> {
  const { rows } = await tx.query<Row>({
    name: 'find_endpoint',
    sql: `select a.webhook_method, a.webhook_uri, a.status, e.payload, e.format, array_to_string(e.types, ' ') as types, e.is_coalescing,
  e.state, e.state_reason, e.state_at, e.failing_since, e.secrets
from account a left join webhook_endpoint e on e.account_id = a.account_id and e.endpoint_id = $2 where a.account_id = $1`,
    params: [tx.accountId, endpointId],
  });
  return rows[0] ? endpointFrom(rows[0]) : null;
}

function endpointFrom(row: Row): Endpoint {
  return {
    method: row.webhook_method || 'POST',
    uri: row.webhook_uri || null,
    accountStatus: row.status,
    payload: row.payload === 'thin' ? 'thin' : 'full',
    format: (row.format ?? 'registry') as Endpoint['format'],
    types: row.types === null ? null : row.types.split(' ').filter(Boolean),
    isCoalescing: row.is_coalescing === 't',
    state: (row.state ?? 'active') as EndpointState,
    stateReason: row.state_reason,
    stateAt: nullableTimeFrom(row.state_at),
    failingSince: nullableTimeFrom(row.failing_since),
    secrets: JSON.parse(row.secrets ?? '[]') as KeptSecret[],
  };
}

export type EndpointSettings = Pick<Endpoint, 'payload' | 'format' | 'types' | 'isCoalescing'>;

/** Makes the endpoint's row where there is none, and holds it until the transaction ends. */
export async function lockEndpoint(tx: AccountTx, endpointId: number): Promise<void> {
  await tx.query({
    sql: 'insert into webhook_endpoint (account_id, endpoint_id) values ($1, $2) on conflict (account_id, endpoint_id) do update set endpoint_id = excluded.endpoint_id',
    params: [tx.accountId, endpointId],
  });
}

export async function updateEndpoint(tx: AccountTx, endpointId: number, settings: EndpointSettings): Promise<void> {
  await tx.query({
    sql: `update webhook_endpoint set payload = $3, format = $4, types = $5::text[], is_coalescing = $6 where account_id = $1 and endpoint_id = $2`,
    params: [
      tx.accountId,
      endpointId,
      settings.payload,
      settings.format,
      settings.types && textArray(settings.types),
      settings.isCoalescing,
    ],
  });
}

/** Method and address are the account's own fields. */
export async function updateAddress(tx: AccountTx, { method, uri, at }: { method: string; uri: string | null; at: string }): Promise<void> {
  await tx.query({
    sql: 'update account set webhook_method = $2, webhook_uri = $3, tm_update = $4 where account_id = $1',
    params: [tx.accountId, method, uri, at],
  });
}

export async function updateSecrets(tx: AccountTx, endpointId: number, secrets: readonly KeptSecret[]): Promise<void> {
  await tx.query({
    sql: 'update webhook_endpoint set secrets = $3 where account_id = $1 and endpoint_id = $2',
    params: [tx.accountId, endpointId, JSON.stringify(secrets)],
  });
}

export interface EndpointStanding {
  readonly state: EndpointState;
  readonly reason: string | null;
  readonly at: string;
}

/** Gives an endpoint that has no secret its first one; false: it has one already. */
export async function insertFirstSecret(tx: AccountTx, endpointId: number, sealed: string): Promise<boolean> {
  await lockEndpoint(tx, endpointId);
  const endpoint = await findEndpoint(tx, endpointId);
  if (!endpoint || endpoint.secrets.length > 0) return false;
  await updateSecrets(tx, endpointId, [{ sealed, expiresAt: null }]);
  return true;
}

/** Sets how the endpoint stands; one that goes on starts with a clean slate. */
export function updateStanding(accountId: string, endpointId: number, { state, reason, at }: EndpointStanding): Statement {
  return {
    sql: `update webhook_endpoint set state = $3, state_reason = $4, state_at = $5, failing_since = case when $3 = 'active' then null else failing_since end
where account_id = $1 and endpoint_id = $2`,
    params: [accountId, endpointId, state, reason, at],
  };
}

/** Since when every delivery fails; null: one succeeded. */
export function updateFailingSince(accountId: string, endpointId: number, since: string | null): Statement {
  return {
    sql: 'update webhook_endpoint set failing_since = $3 where account_id = $1 and endpoint_id = $2',
    params: [accountId, endpointId, since],
  };
}
