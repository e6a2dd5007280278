// Logins: who may enter an account by username and password. Usernames are unique over the whole platform, in any letter case.

import { refuseTaken } from './accounts.ts';
import type { AccountScope } from '../core/account.ts';
import type { KeptAccount } from './accounts.ts';
import type { Tx } from './database.ts';

export interface NewLogin {
  readonly accountId: string;
  readonly loginId: string;
  readonly username: string;
  /** Null: nobody can enter by it until a password is set. */
  readonly passwordHash: string | null;
  readonly createdAt: string;
}

/** Adds a login. Refuses with `username_taken` a username that any login has. */
export async function insertLogin(tx: Tx, login: NewLogin): Promise<void> {
  const { accountId, loginId, username, passwordHash, createdAt } = login;
  const sql = 'insert into login (account_id, login_id, username, username_key, password_hash, created_at) values ($1, $2, $3, $4, $5, $6)';
  await tx.query({ sql, params: [accountId, loginId, username, username.toLowerCase(), passwordHash, createdAt] }).catch(refuseTaken);
}

/** A login by its names of the platform. */
export interface LoginName {
  readonly accountId: string;
  readonly loginId: string;
}

export interface LoginWithPassword extends LoginName, AccountScope {
  readonly username: string;
  /** Null: nobody can enter by it until a password is set. */
  readonly passwordHash: string | null;
  /** Its account's: by a login of one that is frozen or deleted nobody enters. */
  readonly status: KeptAccount['status'];
}

type LoginRow = Record<'account_id' | 'login_id' | 'username' | 'status' | 'id_key', string> & { password_hash: string | null };

/** The login of a username, in any letter case; null where there is none. */
export async function findLogin(tx: Tx, wanted: string): Promise<LoginWithPassword | null> {
  const { rows } = await tx.query<LoginRow>({
    sql: `select l.account_id, l.login_id, l.username, l.password_hash, a.status, encode(a.id_key, 'hex') as id_key
from login l join account a on a.account_id = l.account_id where l.username_key = $1`,
    params: [wanted.toLowerCase()],
  });
  const [row] = rows;
  if (!row) return null;
  const { account_id: accountId, login_id: loginId, username, password_hash: passwordHash } = row;
  const status = row.status as KeptAccount['status'];
  return { accountId, loginId, idKey: Buffer.from(row.id_key, 'hex'), username, passwordHash, status };
}

/** Keeps another password. */
export async function updatePassword(tx: Tx, { accountId, loginId }: LoginName, passwordHash: string): Promise<void> {
  await tx.query({
    sql: 'update login set password_hash = $3 where account_id = $1 and login_id = $2',
    params: [accountId, loginId, passwordHash],
  });
}

/** Keeps the same password under stronger parameters, unless it is another by now. */
export async function updatePasswordHash(
  tx: Tx,
  { accountId, loginId }: LoginName,
  { weaker, stronger }: { weaker: string; stronger: string },
): Promise<void> {
  await tx.query({
    sql: 'update login set password_hash = $4 where account_id = $1 and login_id = $2 and password_hash = $3',
    params: [accountId, loginId, weaker, stronger],
  });
}
