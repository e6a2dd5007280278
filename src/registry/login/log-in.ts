// A username and its password → a session and its token.

import { insertSession } from '../../storage/sessions.ts';
import { proveLogin } from './prove-login.ts';
import { RegistryError } from '../../error.ts';
import { secondsAfter } from '../../core/moment.ts';
import { TOKEN_DAYS } from './token.ts';
import type { Credentials, LoginDeps } from './prove-login.ts';

/** A session that was begun. */
export interface LoggedIn {
  readonly accountId: string;
  /** As it was given when the login was made. */
  readonly username: string;
  readonly token: string;
}

const DAY_SECONDS = 86_400;

/** Begins a session. Refuses as `proveLogin` does. */
export async function logIn(deps: LoginDeps, credentials: Credentials): Promise<LoggedIn> {
  const { database, clock, tokens } = deps;
  const { accountId, loginId, username, passwordHash } = await proveLogin(deps, credentials);
  const createdAt = clock.now();
  const expiresAt = secondsAfter(createdAt, TOKEN_DAYS * DAY_SECONDS);
  const { token, secretHash } = await tokens.sign({ loginId, createdAt, expiresAt });
  const session = { accountId, loginId, sessionId: clock.id(), secretHash, createdAt, expiresAt, passwordHash };
  const isBegun = await database.onPlatform((tx) => insertSession(tx, session));
  if (!isBegun) throw new RegistryError('unauthenticated', 'The password was changed at this moment.');
  return { accountId, username, token };
}
