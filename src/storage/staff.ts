// An account's logins as the account manages them: who can enter, since when, and the account's own among them.

import { refuseTaken, usernameTaken } from './accounts.ts';
import { timeFrom } from './time.ts';
import type { LoginName, NewLogin } from './logins.ts';
import type { Position } from './page.ts';
import type { Tx } from './database.ts';

export interface StaffLogin extends LoginName {
  readonly username: string;
  readonly createdAt: string;
  /** Whether it is the account's own, of the account's username, which cannot be removed. */
  readonly isOwn: boolean;
}

type StaffRow = Record<'account_id' | 'login_id' | 'username' | 'created_at' | 'is_own', string>;

const SELECT = `select l.account_id, l.login_id, l.username, l.created_at, l.username_key = a.username_key as is_own
from login l join account a on a.account_id = l.account_id where l.account_id = $1`;

function staffFrom(row: StaffRow): StaffLogin {
  const { account_id: accountId, login_id: loginId, username } = row;
  return { accountId, loginId, username, createdAt: timeFrom(row.created_at), isOwn: row.is_own === 't' };
}

/** The account's logins, newest first, from behind `after` on. */
export async function listLogins(
  tx: Tx,
  { accountId, after, limit }: { accountId: string; after: Position | null; limit: number },
): Promise<StaffLogin[]> {
  const { rows } = await tx.query<StaffRow>({
    sql: `${SELECT} and (l.created_at, l.login_id) < (coalesce($2::timestamptz, 'infinity'), coalesce($3::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
order by l.created_at desc, l.login_id desc limit $4`,
    params: [accountId, after?.time ?? null, after?.id ?? null, limit],
  });
  return rows.map(staffFrom);
}

/** One login of the account; null where it has none of this id. */
export async function findStaffLogin(tx: Tx, { accountId, loginId }: LoginName): Promise<StaffLogin | null> {
  const { rows } = await tx.query<StaffRow>({ sql: `${SELECT} and l.login_id = $2`, params: [accountId, loginId] });
  return rows[0] ? staffFrom(rows[0]) : null;
}

export async function countLogins(tx: Tx, accountId: string): Promise<number> {
  const { rows } = await tx.query<{ count: string }>({ sql: 'select count(*) from login where account_id = $1', params: [accountId] });
  return Number(rows[0]?.count);
}

/** Adds a login. Refuses (`username_taken`) a username that belongs to any login or account, in any letter case. */
export async function insertStaffLogin(tx: Tx, login: NewLogin): Promise<void> {
  const { accountId, loginId, username, passwordHash, createdAt } = login;
  const sql = `insert into login (account_id, login_id, username, username_key, password_hash, created_at)
select $1::uuid, $2::uuid, $3::text, $4::text, $5::text, $6::timestamptz
where not exists (select from account where username_key = $4 and account_id <> $1)`;
  const params = [accountId, loginId, username, username.toLowerCase(), passwordHash, createdAt];
  const { rowCount } = await tx.query({ sql, params }).catch(refuseTaken);
  if (rowCount === 0) throw usernameTaken();
}

/** Removes a login with its sessions. */
export async function deleteLogin(tx: Tx, { accountId, loginId }: LoginName): Promise<void> {
  await tx.query({ sql: 'delete from login where account_id = $1 and login_id = $2', params: [accountId, loginId] });
}

/** The login of the account's own username. */
export async function findOwnLogin(tx: Tx, accountId: string): Promise<LoginName | null> {
  const { rows } = await tx.query<{ login_id: string }>({
    sql: `select l.login_id from login l join account a on a.account_id = l.account_id and a.username_key = l.username_key
where l.account_id = $1`,
    params: [accountId],
  });
  return rows[0] ? { accountId, loginId: rows[0].login_id } : null;
}
