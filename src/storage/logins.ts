// Logins: who may enter an account by username and password. Usernames are unique over the whole platform, in any letter case.

import type { Tx } from './database.ts';

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
