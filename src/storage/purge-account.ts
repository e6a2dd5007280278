// Everything of an account taken out of the store, in steps small enough that others hardly wait. Which tables hold rows of accounts
// is asked of the database itself, so that none can be forgotten.

import type { AccountScope } from '../core/account.ts';
import type { AccountTx, Tx } from './database.ts';

/** Rows that one step deletes. */
const ROWS_AT_ONCE = 1_000;
/** Gone with the account itself, in one transaction. */
const LAST_TABLES = ['account', 'login'];

/** Accounts deleted at or before this moment, the earliest first. */
export async function listDeletedAccounts(tx: Tx, until: string): Promise<AccountScope[]> {
  const { rows } = await tx.query<Record<'account_id' | 'id_key', string>>({
    sql: `select account_id, encode(id_key, 'hex') as id_key from account where status = 'deleted' and tm_delete <= $1 order by tm_delete`,
    params: [until],
  });
  return rows.map((row) => ({ accountId: row.account_id, idKey: Buffer.from(row.id_key, 'hex') }));
}

/** Marks that the purge has begun, from when on the account cannot be recovered; false where it was recovered meanwhile. */
export async function markPurge(tx: Tx, accountId: string, at: { now: string; until: string }): Promise<boolean> {
  const { rowCount } = await tx.query({
    sql: `update account set purge_began_at = coalesce(purge_began_at, $2) where account_id = $1 and status = 'deleted' and tm_delete <= $3`,
    params: [accountId, at.now, at.until],
  });
  return rowCount > 0;
}

/** Every table that holds rows of accounts, but for those that go last. */
export async function listAccountTables(tx: Tx): Promise<string[]> {
  const { rows } = await tx.query<{ name: string }>({
    sql: `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
where a.attname = 'account_id' and not a.attisdropped and c.relkind in ('r', 'p') and c.relnamespace = current_schema()::regnamespace
order by c.relname collate "C"`,
  });
  return rows.map(({ name }) => name).filter((name) => !LAST_TABLES.includes(name));
}

/** Deletes some rows of the account from one table; false once there are none left. */
export async function deleteSomeRows(tx: AccountTx, table: string): Promise<boolean> {
  const { rowCount } = await tx.query({
    sql: `delete from ${table} where ctid = any(array(select ctid from ${table} where account_id = $1 limit ${ROWS_AT_ONCE}))`,
    params: [tx.accountId],
  });
  return rowCount === ROWS_AT_ONCE;
}

/** The usernames of the account and of all its logins. */
export async function listUsernames(tx: Tx, accountId: string): Promise<string[]> {
  const { rows } = await tx.query<{ username: string }>({
    sql: 'select username from account where account_id = $1 union select username from login where account_id = $1',
    params: [accountId],
  });
  return rows.map(({ username }) => username);
}

/** Deletes the account and its logins. */
export async function deleteAccount(tx: Tx, accountId: string): Promise<void> {
  await tx.query({ sql: 'delete from login where account_id = $1', params: [accountId] });
  await tx.query({ sql: 'delete from account where account_id = $1', params: [accountId] });
}
