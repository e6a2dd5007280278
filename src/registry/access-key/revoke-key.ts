// The end of an access key: it opens nothing from the next request on, on every node.

import { announceEnded } from '../../storage/credentials.ts';
import { getKey } from './read-keys.ts';
import { revokeKey as revokeKept } from '../../storage/access-keys.ts';
import type { AccountScope } from '../../core/account.ts';
import type { EndingDeps } from './change-key.ts';
import type { KeptKey } from '../../storage/access-keys.ts';

/** Revokes the key, and gives it as it ended. Throws `not_found`, also where it was revoked before. */
export async function revokeKey({ database, clock, callers }: EndingDeps, scope: AccountScope, keyId: string): Promise<KeptKey> {
  const revokedAt = clock.now();
  const revoked = await database.onPlatform(async (tx) => {
    const key = await getKey(tx, scope, keyId);
    await revokeKept(tx, key, revokedAt);
    await announceEnded(tx);
    return { ...key, revokedAt };
  });
  callers.forget();
  return revoked;
}
