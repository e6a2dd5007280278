// A username and its password → a session and its token. Unknown usernames, wrong passwords and closed accounts answer alike, after
// the same work.

import { checkPassword, hashPassword } from '../password.ts';
import { countGuess, forgiveGuess, guessOf } from './throttle.ts';
import { findLogin, updatePassword } from '../../storage/logins.ts';
import { insertSession } from '../../storage/sessions.ts';
import { RegistryError } from '../../error.ts';
import { TOKEN_DAYS } from './token.ts';
import type { Deps } from '../save-records.ts';
import type { LoginWithPassword } from '../../storage/logins.ts';
import type { Tokens } from './token.ts';

export interface LoginDeps extends Deps {
  readonly tokens: Tokens;
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
  /** Where the request came from. */
  readonly address: string;
}

/** A session that was begun. */
export interface LoggedIn {
  readonly accountId: string;
  /** As it was given when the login was made. */
  readonly username: string;
  readonly token: string;
}

const DAY_MS = 86_400_000;

/** Begins a session. Refuses with `unauthenticated` whatever was wrong, and with `rate_limited` who guesses too fast. */
export async function logIn(deps: LoginDeps, { username, password, address }: Credentials): Promise<LoggedIn> {
  const { database, clock, tokens } = deps;
  const guess = await guessOf(tokens, { username, address }, clock.now());
  const login = await database.onPlatform(async (tx) => {
    const found = await findLogin(tx, username);
    await countGuess(tx, guess, found);
    return found;
  });
  const { isRight, isOutdated } = await checkPassword(password, login?.passwordHash ?? null);
  if (!login || !isRight || !login.isOpen) throw new RegistryError('unauthenticated', 'The username or the password is wrong.');
  const stronger = isOutdated ? await hashPassword(password) : null;
  const session = await newSession(deps, login);
  await database.onPlatform(async (tx) => {
    await forgiveGuess(tx, guess, login);
    if (stronger !== null) await updatePassword(tx, login, stronger);
    await insertSession(tx, session);
  });
  return { accountId: login.accountId, username: login.username, token: session.token };
}

async function newSession(
  { clock, tokens }: LoginDeps,
  { accountId, loginId }: LoginWithPassword,
): Promise<Parameters<typeof insertSession>[1] & { token: string }> {
  const createdAt = clock.now();
  const expiresAt = new Date(Date.parse(createdAt) + TOKEN_DAYS * DAY_MS).toISOString();
  const { token, secretHash } = await tokens.sign({ loginId, createdAt, expiresAt });
  return { accountId, loginId, sessionId: clock.id(), secretHash, createdAt, expiresAt, token };
}
