// A key in place of another: both are live for a while, so that whoever uses the old one can change over without a gap.

import { announceEnded } from '../../storage/credentials.ts';
import { getKey } from './read-keys.ts';
import { insertNewKey } from './create-key.ts';
import { RegistryError } from '../../error.ts';
import { secondsAfter } from '../../core/moment.ts';
import { updateKey } from '../../storage/access-keys.ts';
import type { Caller } from '../find-caller.ts';
import type { EndingDeps } from './change-key.ts';
import type { Keeping } from '../claim-key.ts';
import type { NewKey } from './create-key.ts';

/**
 * Makes a key like the given one, which ends `overlapSeconds` later. Refuses where it may do more than the caller, and one that has ended
 * (`state_unsuitable`). Throws `not_found`.
 */
export async function rotateKey(
  { database, clock, callers, keep }: EndingDeps & Keeping<NewKey>,
  caller: Caller,
  keyId: string,
  overlapSeconds: number,
): Promise<NewKey> {
  const now = clock.now();
  const endsAt = secondsAfter(now, overlapSeconds);
  const made = await database.onPlatform(async (tx) => {
    const old = await getKey(tx, caller, keyId);
    if (old.expiresAt !== null && old.expiresAt <= now) throw new RegistryError('state_unsuitable', 'The key has ended: make a new one.');
    const fresh = await insertNewKey(tx, { maker: caller, request: old, keyId: clock.id(), now });
    const expiresAt = old.expiresAt !== null && old.expiresAt < endsAt ? old.expiresAt : endsAt;
    await updateKey(tx, old, { ...old, expiresAt, updatedAt: now });
    await announceEnded(tx);
    await keep?.(tx, fresh);
    return fresh;
  });
  callers.forget();
  return made;
}
