// Sessions of logins, found by the hash of the secret in their token.

import type { AccountScope } from '../core/account.ts';
import type { LoginName } from './logins.ts';
import type { Tx } from './database.ts';

export interface NewSession extends LoginName {
  readonly sessionId: string;
  readonly secretHash: Uint8Array;
  readonly createdAt: string;
  readonly expiresAt: string;
  /** As the password was proved by: where it is another by now, no session begins. */
  readonly passwordHash: string;
}

/** Sessions of one login at a time; beyond them the oldest ends. */
const SESSIONS_MAX = 100;

/**
 * Adds a session, and takes away those of its login that have expired or are too many. False where the password was changed
 * meanwhile: the login's row is locked, so that a change of it either comes first, or ends this session.
 */
export async function insertSession(tx: Tx, session: NewSession): Promise<boolean> {
  const { accountId, loginId, sessionId, secretHash, createdAt, expiresAt, passwordHash } = session;
  const { rowCount } = await tx.query({
    sql: `insert into login_session (account_id, login_id, session_id, secret_hash, created_at, expires_at)
select account_id, login_id, $3::uuid, $4::bytea, $5::timestamptz, $6::timestamptz from login where account_id = $1 and login_id = $2 and password_hash = $7 for share`,
    params: [accountId, loginId, sessionId, secretHash, createdAt, expiresAt, passwordHash],
  });
  if (rowCount === 0) return false;
  await tx.query({
    sql: `delete from login_session where account_id = $1 and login_id = $2 and (expires_at <= $3 or session_id in
(select session_id from login_session where account_id = $1 and login_id = $2 order by created_at desc, session_id offset ${SESSIONS_MAX}))`,
    params: [accountId, loginId, createdAt],
  });
  return true;
}

export interface SessionHolder extends AccountScope, LoginName {
  readonly sessionId: string;
  readonly username: string;
  /** Whether its account is the operator's. */
  readonly isOperator: boolean;
}

/** Whom a live session speaks for; null for one that has ended, or whose account is frozen or gone. */
export async function findSessionHolder(tx: Tx, secretHash: Uint8Array): Promise<SessionHolder | null> {
  const { rows } = await tx.query<Record<'account_id' | 'login_id' | 'session_id' | 'username' | 'id_key' | 'is_operator', string>>({
    name: 'find_session_holder',
    sql: `select s.account_id, s.login_id, s.session_id, l.username, encode(a.id_key, 'hex') as id_key,
s.account_id = (select account_id from account order by tm_create limit 1) as is_operator
from login_session s
join login l on l.account_id = s.account_id and l.login_id = s.login_id
join account a on a.account_id = s.account_id
where s.secret_hash = $1 and s.expires_at > clock_timestamp() and a.status = 'active'`,
    params: [secretHash],
  });
  const [row] = rows;
  if (!row) return null;
  const { account_id: accountId, login_id: loginId, session_id: sessionId, username } = row;
  return { accountId, loginId, sessionId, username, idKey: Buffer.from(row.id_key, 'hex'), isOperator: row.is_operator === 't' };
}

/** Which sessions are to end: all of an account, of one login, or one alone. */
export interface SessionSelector {
  readonly accountId: string;
  readonly loginId?: string;
  readonly sessionId?: string;
}

/** Ends sessions; who holds their tokens is nobody from then on. */
export async function deleteSessions(tx: Tx, { accountId, loginId, sessionId }: SessionSelector): Promise<void> {
  await tx.query({
    sql: `delete from login_session where account_id = $1 and ($2::uuid is null or login_id = $2) and ($3::uuid is null or session_id = $3)`,
    params: [accountId, loginId ?? null, sessionId ?? null],
  });
}
