// Accounts, their logins and access keys: the tables read before the account is known.

import { textArray } from './binary-array.ts';
import type { AccountScope } from '../core/account.ts';
import type { Tx } from './database.ts';

export interface NewAccount extends AccountScope {
  readonly username: string;
  readonly name: string;
  /** What its new access keys start with. */
  readonly permissionIds: readonly string[];
  readonly createdAt: string;
}

/** Adds an account with its counter. Fails on a username that was ever taken (`account_username_unique`). */
export async function insertAccount(tx: Tx, account: NewAccount): Promise<void> {
  const { accountId, username } = account;
  await tx.query({
    sql: `insert into account (account_id, username, username_key, name, id_key, tm_create, permission_ids)
values ($1, $2, $3, $4, $5, $6, $7::text[]::uuid[])`,
    params: [accountId, username, username.toLowerCase(), account.name, account.idKey, account.createdAt, textArray(account.permissionIds)],
  });
  await tx.query({ sql: `select set_config('app.account_id', $1, true)`, params: [accountId] });
  await tx.query({ sql: 'insert into account_counter (account_id) values ($1)', params: [accountId] });
}

/** Serialises what must happen once in a store's life (the first account): other starting servers wait here. */
export async function lockPlatform(tx: Tx): Promise<void> {
  await tx.query({ sql: 'select pg_advisory_xact_lock(4211877002)' });
}

export async function hasAccounts(tx: Tx): Promise<boolean> {
  const { rowCount } = await tx.query({ sql: 'select 1 from account limit 1' });
  return rowCount > 0;
}

export interface NewLogin {
  readonly accountId: string;
  readonly loginId: string;
  readonly username: string;
  readonly passwordHash: string;
  readonly createdAt: string;
}

export async function insertLogin(tx: Tx, login: NewLogin): Promise<void> {
  await tx.query({
    sql: 'insert into login (account_id, login_id, username, username_key, password_hash, created_at) values ($1, $2, $3, $4, $5, $6)',
    params: [login.accountId, login.loginId, login.username, login.username.toLowerCase(), login.passwordHash, login.createdAt],
  });
}

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
  readonly permissionIds: readonly string[];
}

/** Whom a live key speaks for; null for a key that is unknown, revoked, expired, or whose account is gone. */
export async function findKeyHolder(tx: Tx, keyHash: Uint8Array): Promise<KeyHolder | null> {
  const { rows } = await tx.query<Record<'account_id' | 'key_id' | 'id_key' | 'permission_ids', string>>({
    name: 'find_key_holder',
    sql: `select k.account_id, k.key_id, encode(a.id_key, 'hex') as id_key, array_to_string(k.permission_ids, ' ') as permission_ids
from access_key k join account a on a.account_id = k.account_id
where k.key_hash = $1 and k.revoked_at is null and (k.expires_at is null or k.expires_at > clock_timestamp()) and a.status = 'active'`,
    params: [keyHash],
  });
  const [row] = rows;
  if (!row) return null;
  return {
    accountId: row.account_id,
    keyId: row.key_id,
    idKey: Buffer.from(row.id_key, 'hex'),
    permissionIds: row.permission_ids.split(' '),
  };
}
