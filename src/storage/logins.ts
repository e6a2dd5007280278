// Logins: who may enter an account by username and password. Usernames are unique over the whole platform, in any letter case.

import { refuseTaken } from './accounts.ts';
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

export interface LoginWithPassword extends LoginName {
  readonly username: string;
  /** Null: nobody can enter by it until a password is set. */
  readonly passwordHash: string | null;
  /** False where its account is frozen or deleted. */
  readonly isOpen: boolean;
}

/** The login of a username, in any letter case; null where there is none. */
export async function findLogin(tx: Tx, username: string): Promise<LoginWithPassword | null> {
  const { rows } = await tx.query<Record<'account_id' | 'login_id' | 'username' | 'is_open', string> & { password_hash: string | null }>({
    sql: `select l.account_id, l.login_id, l.username, l.password_hash, a.status = 'active' as is_open
from login l join account a on a.account_id = l.account_id where l.username_key = $1`,
    params: [username.toLowerCase()],
  });
  const [row] = rows;
  if (!row) return null;
  const { account_id: accountId, login_id: loginId, password_hash: passwordHash } = row;
  return { accountId, loginId, username: row.username, passwordHash, isOpen: row.is_open === 't' };
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
