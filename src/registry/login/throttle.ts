// Guessing slows down: per username from one address, per username, and per address. Who entered from an address before is counted
// there alone, so that strangers who guess cannot lock an owner out.

import {
  deleteAttempts,
  deleteOldAttempts,
  insertAddress,
  insertAttempt,
  isKnownAddress,
  settleAttempt,
} from '../../storage/login-attempts.ts';
import { networkOf } from '../../core/network.ts';
import { RegistryError } from '../../error.ts';
import type { AttemptBucket } from '../../storage/login-attempts.ts';
import type { LoginName } from '../../storage/logins.ts';
import type { Tokens } from './token.ts';
import type { Tx } from '../../storage/database.ts';

/** Wrong passwords that cost no wait: of one person who mistypes, of one who is guessed at from many places, of an office. */
const FREE = { pair: 5, username: 20, address: 20 } as const;

/** One guess: what it is counted under, and when it was made. */
export interface Guess {
  readonly pair: Buffer;
  readonly username: Buffer;
  readonly address: Buffer;
  readonly now: string;
}

/** A guess before it is counted; one name of the platform and one network are counted alike however they are written. */
export function guessOf({ keyedHash }: Tokens, { username, address }: { username: string; address: string }, now: string): Guess {
  const [name, network] = [username.toLowerCase(), networkOf(address)];
  return {
    pair: keyedHash(`${network} ${name}`),
    username: keyedHash(`username ${name}`),
    address: keyedHash(`address ${network}`),
    now,
  };
}

/** Counts a guess before its password is looked at. Refuses (`rate_limited`) while its wait is not over, and then counts nothing. */
export async function countGuess(tx: Tx, { pair, username, address, now }: Guess, login: LoginName | null): Promise<void> {
  const isKnown = login !== null && (await isKnownAddress(tx, login, { addressHash: address, now }));
  await expectFree(tx, { hash: pair, failuresFree: FREE.pair }, now);
  if (!isKnown) {
    await expectFree(tx, { hash: address, failuresFree: FREE.address }, now);
    await expectFree(tx, { hash: username, failuresFree: FREE.username }, now);
  }
  await deleteOldAttempts(tx, now);
}

/**
 * The password was right: the owner's counts start anew, the address's loses this one guess, and it is known from now on. Where it was known
 * the guess was not counted for it: else who guesses at others could wipe out each failure by entering a login of its own.
 */
export async function forgiveGuess(tx: Tx, { pair, username, address, now }: Guess, login: LoginName): Promise<void> {
  await deleteAttempts(tx, pair);
  await deleteAttempts(tx, username);
  if (!(await isKnownAddress(tx, login, { addressHash: address, now }))) await settleAttempt(tx, address);
  await insertAddress(tx, login, { addressHash: address, now });
}

async function expectFree(tx: Tx, bucket: AttemptBucket, now: string): Promise<void> {
  const retryAfterSeconds = await insertAttempt(tx, bucket, now);
  if (retryAfterSeconds === 0) return;
  throw new RegistryError('rate_limited', `Too many wrong passwords: try again in ${retryAfterSeconds} seconds.`, { retryAfterSeconds });
}
