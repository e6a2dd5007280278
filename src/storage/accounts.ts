// Accounts: the organizations that own all else, found before a request is known to be theirs.

import { DatabaseError } from './engine.ts';
import { nullableTimeFrom, timeFrom } from './time.ts';
import { RegistryError } from '../error.ts';
import { textArray } from './binary-array.ts';
import type { AccountScope, AccountStatus } from '../core/account.ts';
import type { Tx } from './database.ts';

/** What an account says of itself; secrets are sealed. */
export interface AccountSettings {
  readonly name: string;
  readonly detail: string;
  /** Empty: POST. */
  readonly webhookMethod: string;
  /** Null: off. */
  readonly webhookUri: string | null;
  readonly lineSecret: string | null;
  readonly lineToken: string | null;
  /** What its new access keys start with. */
  readonly permissionIds: readonly string[];
  /** Members that nothing here reads, as JSON text. */
  readonly extra: string | null;
}

export interface NewAccount extends AccountScope, Partial<AccountSettings> {
  readonly username: string;
  readonly name: string;
  readonly permissionIds: readonly string[];
  readonly createdAt: string;
}

const INSERT = `insert into account (account_id, username, username_key, name, id_key, permission_ids, detail, webhook_method, webhook_uri,
  line_secret, line_token, extra, tm_create)
select $1, $2, $3, $4, $5, $6::text[]::uuid[], $7, $8, $9, $10, $11, $12::json, t.free
from (select greatest($13::timestamptz, (select min(tm_create) + interval '1 microsecond' from account)) as at) s
cross join lateral (select s.at + n * interval '1 microsecond' as free from generate_series(0, 1000) n
  where not exists (select from account where tm_create = s.at + n * interval '1 microsecond') order by n limit 1) t`;

/**
 * Adds an account with its counter. Times of creation are unique: a tie is raised by a microsecond. None is before the operator's,
 * whom the first time makes the operator. Refuses with `username_taken` a username that an account has.
 */
export async function insertAccount(tx: Tx, account: NewAccount): Promise<void> {
  const { accountId, username, name, idKey, permissionIds, createdAt } = account;
  const { detail = '', webhookMethod = 'POST', webhookUri = null, lineSecret = null, lineToken = null, extra = null } = account;
  const named = [accountId, username, username.toLowerCase(), name, idKey, textArray(permissionIds)];
  const said = [detail, webhookMethod, webhookUri, lineSecret, lineToken, extra];
  await tx.query({ sql: INSERT, params: [...named, ...said, createdAt] }).catch(refuseTaken);
  await tx.query({ sql: `select set_config('app.account_id', $1, true)`, params: [accountId] });
  await tx.query({ sql: 'insert into account_counter (account_id) values ($1)', params: [accountId] });
}

const USERNAME_CONSTRAINTS: readonly (string | undefined)[] = ['account_username_unique', 'login_username_unique'];

/** Makes `username_taken` of the database's own word for it; for statements that add a username. */
export function refuseTaken(error: unknown): never {
  if (!(error instanceof DatabaseError) || !USERNAME_CONSTRAINTS.includes(error.constraint)) throw error;
  throw usernameTaken();
}

/** The refusal of a username: letter case makes no difference, and one of a deleted account is never free again. */
export function usernameTaken(): RegistryError {
  return new RegistryError('username_taken', 'This username is taken: choose another, in which more than the letter case is different.');
}

/** An account as it is kept. */
export interface KeptAccount extends AccountSettings {
  readonly accountId: string;
  readonly username: string;
  readonly status: AccountStatus;
  readonly createdAt: string;
  readonly updatedAt: string | null;
  readonly deletedAt: string | null;
  /** Set from when on its records are being purged: it cannot be recovered any more. */
  readonly purgeBeganAt: string | null;
}

type Row = Record<'account_id' | 'username' | 'name' | 'detail' | 'webhook_method' | 'permission_ids' | 'status' | 'tm_create', string> &
  Record<'webhook_uri' | 'line_secret' | 'line_token' | 'extra' | 'tm_update' | 'tm_delete' | 'purge_began_at', string | null>;

const SELECT = `select account_id, username, name, detail, webhook_method, webhook_uri, line_secret, line_token, extra, status,
  array_to_string(permission_ids, ' ') as permission_ids, tm_create, tm_update, tm_delete, purge_began_at
from account`;

/** The account of this id, deleted ones included; null where there is none. */
export async function findAccount(tx: Tx, accountId: string): Promise<KeptAccount | null> {
  const { rows } = await tx.query<Row>({ sql: `${SELECT} where account_id = $1`, params: [accountId] });
  return rows[0] ? accountFrom(rows[0]) : null;
}

/** The same, held against other changes until the transaction ends. */
export async function lockAccount(tx: Tx, accountId: string): Promise<KeptAccount | null> {
  const { rows } = await tx.query<Row>({ sql: `${SELECT} where account_id = $1 for update`, params: [accountId] });
  return rows[0] ? accountFrom(rows[0]) : null;
}

/** One page of accounts: those that can be used, or those that are deleted. */
export interface AccountPage {
  /** Only those created before this moment; null: from the newest on. */
  readonly before: string | null;
  readonly limit: number;
  readonly isDeleted: boolean;
}

/** Accounts, newest first. */
export async function listAccounts(tx: Tx, { before, limit, isDeleted }: AccountPage): Promise<KeptAccount[]> {
  const { rows } = await tx.query<Row>({
    sql: `${SELECT} where (status = 'deleted') = $3::boolean and ($1::timestamptz is null or tm_create < $1) order by tm_create desc limit $2`,
    params: [before, limit, String(isDeleted)],
  });
  return rows.map(accountFrom);
}

/** Writes all of an account that may change. */
export async function updateAccount(tx: Tx, account: KeptAccount): Promise<void> {
  const { accountId, name, detail, webhookMethod, webhookUri, lineSecret, lineToken, permissionIds, extra } = account;
  await tx.query({
    sql: `update account set name = $2, detail = $3, webhook_method = $4, webhook_uri = $5, line_secret = $6, line_token = $7,
  permission_ids = $8::text[]::uuid[], extra = $9::json, status = $10, tm_update = $11, tm_delete = $12 where account_id = $1`,
    params: [
      accountId,
      name,
      detail,
      webhookMethod,
      webhookUri,
      lineSecret,
      lineToken,
      textArray(permissionIds),
      extra,
      ...stateOf(account),
    ],
  });
}

function stateOf({ status, updatedAt, deletedAt }: KeptAccount): (string | null)[] {
  return [status, updatedAt, deletedAt];
}

function accountFrom(row: Row): KeptAccount {
  return {
    accountId: row.account_id,
    username: row.username,
    name: row.name,
    detail: row.detail,
    webhookMethod: row.webhook_method,
    webhookUri: row.webhook_uri,
    lineSecret: row.line_secret,
    lineToken: row.line_token,
    permissionIds: row.permission_ids.split(' ').filter(Boolean),
    extra: row.extra,
    status: row.status as AccountStatus,
    createdAt: timeFrom(row.tm_create),
    updatedAt: nullableTimeFrom(row.tm_update),
    deletedAt: nullableTimeFrom(row.tm_delete),
    purgeBeganAt: nullableTimeFrom(row.purge_began_at),
  };
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

/** The account of a username, in any letter case; null where there is none. */
export async function findAccountId(tx: Tx, username: string): Promise<string | null> {
  const { rows } = await tx.query<{ account_id: string }>({
    sql: 'select account_id from account where username_key = $1',
    params: [username.toLowerCase()],
  });
  return rows[0]?.account_id ?? null;
}
