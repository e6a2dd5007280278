// Accounts: made once, found before a request is known to be theirs.

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

export interface AccountName {
  readonly id: string;
  readonly name: string;
  readonly username: string;
}

/** What an account is called. */
export async function getAccountName(tx: Tx, accountId: string): Promise<AccountName> {
  const { rows } = await tx.query<Record<'account_id' | 'name' | 'username', string>>({
    sql: 'select account_id, name, username from account where account_id = $1',
    params: [accountId],
  });
  const [row] = rows;
  if (!row) throw new Error('A caller has an account.');
  return { id: row.account_id, name: row.name, username: row.username };
}

/** The permissions that the account's new keys start with. */
export async function getPermissionIds(tx: Tx, accountId: string): Promise<string[]> {
  const { rows } = await tx.query<{ ids: string }>({
    sql: `select array_to_string(permission_ids, ' ') as ids from account where account_id = $1`,
    params: [accountId],
  });
  return (rows[0]?.ids ?? '').split(' ').filter((id) => id !== '');
}
