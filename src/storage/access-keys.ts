// Access keys as they are kept: a hash, what may be shown to recognise them by, and what they may do.

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
}

export async function insertAccessKey(tx: Tx, key: NewAccessKey): Promise<void> {
  await tx.query({
    sql: `insert into access_key (account_id, key_id, key_hash, prefix, name, created_at, permission_ids)
values ($1, $2, $3, $4, $5, $6, $7::text[]::uuid[])`,
    params: [key.accountId, key.keyId, key.keyHash, key.prefix, key.name, key.createdAt, textArray(key.permissionIds)],
  });
}

export interface KeyHolder extends AccountScope {
  readonly keyId: string;
  readonly name: string;
  readonly permissionIds: readonly string[];
}

/** Whom a live key speaks for; null for a key that is unknown, revoked, expired, or whose account is gone. */
export async function findKeyHolder(tx: Tx, keyHash: Uint8Array): Promise<KeyHolder | null> {
  const { rows } = await tx.query<Record<'account_id' | 'key_id' | 'name' | 'id_key' | 'permission_ids', string>>({
    name: 'find_key_holder',
    sql: `select k.account_id, k.key_id, k.name, encode(a.id_key, 'hex') as id_key, array_to_string(k.permission_ids, ' ') as permission_ids
from access_key k join account a on a.account_id = k.account_id
where k.key_hash = $1 and k.revoked_at is null and (k.expires_at is null or k.expires_at > clock_timestamp()) and a.status = 'active'`,
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
  };
}
