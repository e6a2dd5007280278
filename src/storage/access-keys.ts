// Access keys as they are kept: a hash, what may be shown to recognise them by, and what they may do.

import { nullableTimeFrom, timeFrom } from './time.ts';
import { textArray } from './binary-array.ts';
import type { AccountScope } from '../core/account.ts';
import type { Tx } from './database.ts';

export interface NewAccessKey {
  readonly accountId: string;
  readonly keyId: string;
  readonly keyHash: Uint8Array;
  readonly prefix: string;
  readonly name: string;
  readonly permissionIds: readonly string[];
  readonly createdAt: string;
  readonly detail?: string;
  readonly expiresAt?: string | null;
}

export async function insertAccessKey(tx: Tx, key: NewAccessKey): Promise<void> {
  const { accountId, keyId, keyHash, prefix, name, detail = '', permissionIds, createdAt, expiresAt = null } = key;
  await tx.query({
    sql: `insert into access_key (account_id, key_id, key_hash, prefix, name, detail, created_at, expires_at, permission_ids)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9::text[]::uuid[])`,
    params: [accountId, keyId, keyHash, prefix, name, detail, createdAt, expiresAt, textArray(permissionIds)],
  });
}

/** A key by its names in the store. */
export interface KeyName {
  readonly accountId: string;
  readonly keyId: string;
}

/** A key as its account may see it; the key itself is nowhere. */
export interface KeptKey extends KeyName {
  readonly name: string;
  readonly detail: string;
  readonly prefix: string;
  readonly permissionIds: readonly string[];
  readonly createdAt: string;
  readonly updatedAt: string | null;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
}

type KeyRow = Record<'account_id' | 'key_id' | 'name' | 'detail' | 'prefix' | 'permission_ids' | 'created_at', string> &
  Record<'updated_at' | 'expires_at' | 'last_used_at' | 'revoked_at', string | null>;

const COLUMNS = `account_id, key_id, name, detail, prefix, array_to_string(permission_ids, ' ') as permission_ids,
created_at, updated_at, expires_at, last_used_at, revoked_at`;

function keyFrom(row: KeyRow): KeptKey {
  return {
    accountId: row.account_id,
    keyId: row.key_id,
    name: row.name,
    detail: row.detail,
    prefix: row.prefix,
    permissionIds: row.permission_ids === '' ? [] : row.permission_ids.split(' '),
    createdAt: timeFrom(row.created_at),
    updatedAt: nullableTimeFrom(row.updated_at),
    expiresAt: nullableTimeFrom(row.expires_at),
    lastUsedAt: nullableTimeFrom(row.last_used_at),
    revokedAt: nullableTimeFrom(row.revoked_at),
  };
}

/** A key that was not revoked; null where the account has none of this id. */
export async function findKey(tx: Tx, { accountId, keyId }: KeyName): Promise<KeptKey | null> {
  const { rows } = await tx.query<KeyRow>({
    sql: `select ${COLUMNS} from access_key where account_id = $1 and key_id = $2 and revoked_at is null`,
    params: [accountId, keyId],
  });
  return rows[0] ? keyFrom(rows[0]) : null;
}

/** The account's keys that were not revoked, newest first, from behind `before` on. Their times differ (`lockKeys`). */
export async function listKeys(
  tx: Tx,
  { accountId, before, limit }: { accountId: string; before: string | null; limit: number },
): Promise<KeptKey[]> {
  const { rows } = await tx.query<KeyRow>({
    sql: `select ${COLUMNS} from access_key
where account_id = $1 and revoked_at is null and created_at < coalesce($2::timestamptz, 'infinity') order by created_at desc limit $3`,
    params: [accountId, before, limit],
  });
  return rows.map(keyFrom);
}

/** Makes whoever adds keys to this account wait for each other; gives how many are live, and a time later than that of any. */
export async function lockKeys(tx: Tx, accountId: string, now: string): Promise<{ live: number; createdAt: string }> {
  await tx.query({ sql: 'select 1 from account where account_id = $1 for update', params: [accountId] });
  const { rows } = await tx.query<{ live: string; created_at: string }>({
    sql: `select count(*) filter (where revoked_at is null) as live,
greatest($2::timestamptz, max(created_at) + interval '1 microsecond') as created_at from access_key where account_id = $1`,
    params: [accountId, now],
  });
  const [row] = rows;
  return { live: Number(row?.live ?? 0), createdAt: row ? timeFrom(row.created_at) : now };
}

/** What of a key may change; the rest is as it was made. */
export interface KeyChange {
  readonly name: string;
  readonly detail: string;
  readonly permissionIds: readonly string[];
  readonly expiresAt: string | null;
  readonly updatedAt: string;
}

export async function updateKey(tx: Tx, { accountId, keyId }: KeyName, change: KeyChange): Promise<void> {
  const { name, detail, permissionIds, expiresAt, updatedAt } = change;
  await tx.query({
    sql: `update access_key set name = $3, detail = $4, permission_ids = $5::text[]::uuid[], expires_at = $6, updated_at = $7
where account_id = $1 and key_id = $2`,
    params: [accountId, keyId, name, detail, textArray(permissionIds), expiresAt, updatedAt],
  });
}

/** The key opens nothing from then on. */
export async function revokeKey(tx: Tx, { accountId, keyId }: KeyName, now: string): Promise<void> {
  await tx.query({
    sql: 'update access_key set revoked_at = $3 where account_id = $1 and key_id = $2 and revoked_at is null',
    params: [accountId, keyId, now],
  });
}

/** Notes a use, unless one of the last minute is noted already. */
export async function updateLastUse(tx: Tx, { accountId, keyId }: KeyName, now: string): Promise<void> {
  await tx.query({
    sql: `update access_key set last_used_at = $3
where account_id = $1 and key_id = $2 and (last_used_at is null or last_used_at <= $3::timestamptz - interval '1 minute')`,
    params: [accountId, keyId, now],
  });
}

export interface KeyHolder extends AccountScope {
  readonly keyId: string;
  readonly name: string;
  readonly permissionIds: readonly string[];
  /** False: it was revoked or is expired, or its account is frozen. Such a key speaks for nobody. */
  readonly isLive: boolean;
}

/** Whose key it is, or was; null for a key that is unknown, or whose account is deleted. */
export async function findKeyHolder(tx: Tx, keyHash: Uint8Array): Promise<KeyHolder | null> {
  const { rows } = await tx.query<Record<'account_id' | 'key_id' | 'name' | 'id_key' | 'permission_ids' | 'is_live', string>>({
    name: 'find_key_holder',
    sql: `select k.account_id, k.key_id, k.name, encode(a.id_key, 'hex') as id_key, array_to_string(k.permission_ids, ' ') as permission_ids,
  k.revoked_at is null and (k.expires_at is null or k.expires_at > clock_timestamp()) and a.status = 'active' as is_live
from access_key k join account a on a.account_id = k.account_id
where k.key_hash = $1 and a.status <> 'deleted'`,
    params: [keyHash],
  });
  const [row] = rows;
  if (!row) return null;
  return {
    accountId: row.account_id,
    keyId: row.key_id,
    name: row.name,
    idKey: Buffer.from(row.id_key, 'hex'),
    permissionIds: row.permission_ids.split(' '),
    isLive: row.is_live === 't',
  };
}
