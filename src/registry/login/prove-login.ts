// Whether somebody knows a username's password. Unknown usernames, wrong passwords and closed accounts answer alike, after the same
// work, and guessing slows down.

import { checkPassword, hashPassword } from '../password.ts';
import { countGuess, forgiveGuess, guessOf } from './throttle.ts';
import { findLogin, updatePasswordHash } from '../../storage/logins.ts';
import { RegistryError } from '../../error.ts';
import type { Deps } from '../save-records.ts';
import type { LoginWithPassword } from '../../storage/logins.ts';
import type { Tokens } from './token.ts';

export type { LoginWithPassword } from '../../storage/logins.ts';

export interface LoginDeps extends Deps {
  readonly tokens: Tokens;
}

/** A login whose password somebody knew, with its hash as it is kept now. */
export interface ProvedLogin extends LoginWithPassword {
  readonly passwordHash: string;
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
  /** Where the request came from. */
  readonly address: string;
  /** Told of the login that the username has, where nobody enters by these. */
  readonly onRefused?: (login: LoginWithPassword) => void;
}

/** The login whose password this is. Refuses with `unauthenticated` whatever was wrong, and with `rate_limited` who guesses too fast. */
export async function proveLogin(
  { database, clock, tokens }: LoginDeps,
  { username, password, address, onRefused }: Credentials,
): Promise<ProvedLogin> {
  const guess = guessOf(tokens, { username, address }, clock.now());
  const login = await database.onPlatform(async (tx) => {
    const found = await findLogin(tx, username);
    await countGuess(tx, guess, found);
    return found;
  });
  const { isRight, isOutdated } = await checkPassword(password, login?.passwordHash ?? null);
  const weaker = login?.passwordHash;
  if (!login || !weaker || !isRight || login.status !== 'active') {
    if (login) onRefused?.(login);
    throw new RegistryError('unauthenticated', 'The username or the password is wrong.');
  }
  const passwordHash = isOutdated ? await hashPassword(password) : weaker;
  await database.onPlatform(async (tx) => {
    await forgiveGuess(tx, guess, login);
    if (isOutdated) await updatePasswordHash(tx, login, { weaker, stronger: passwordHash });
  });
  return { ...login, passwordHash };
}
