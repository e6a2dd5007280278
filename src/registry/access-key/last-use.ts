// When each key was last used: written beside the request and never before its answer, at most once a minute a key over all nodes.

import { updateLastUse } from '../../storage/access-keys.ts';
import type { Deps } from '../save-records.ts';

const EVERY_MS = 60_000;
const KEYS_MAX = 10_000;

export interface LastUses {
  note(key: { readonly accountId: string; readonly keyId: string }): void;
  /** Resolves when what was noted is written. */
  rest(): Promise<void>;
}

export function openLastUses({ database, clock }: Deps): LastUses {
  const written = new Map<string, number>();
  const writing = new Set<Promise<void>>();
  return {
    note({ accountId, keyId }) {
      if (clock.elapsedMs() - (written.get(keyId) ?? -EVERY_MS) < EVERY_MS) return;
      if (written.size >= KEYS_MAX) written.clear();
      written.set(keyId, clock.elapsedMs());
      // A use that cannot be written is noted again a minute later: nobody waits for it.
      const write: Promise<void> = database
        .onPlatform((tx) => updateLastUse(tx, { accountId, keyId }, clock.now()))
        .catch(() => undefined)
        .finally(() => writing.delete(write));
      writing.add(write);
    },
    async rest() {
      await Promise.all(writing);
    },
  };
}
