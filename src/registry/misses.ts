// Credentials that nobody has: each costs a look into the store, so that an address may have only some of them looked up in a second.
// Whoever shares that address with a flood goes on with the credentials that were good before.

import { grow, secondsUntil } from '../core/allowance.ts';
import { networkOf } from '../core/network.ts';
import { RegistryError } from '../error.ts';
import type { Allowance } from '../core/allowance.ts';

/** Looks for unknown credentials, per address and second. */
const LOOKS_PER_SECOND = 100;
/** Addresses, and good credentials by their hashes, in memory; beyond them all start anew. */
const HELD_MAX = 10_000;

export interface Misses {
  /** Spends a look for a credential, unless it was good before. Refuses with `rate_limited`. */
  spend(name: string, address: string): void;
  /** Gives the look back: the credential is good. */
  settle(name: string, address: string): void;
}

export function openMisses(nowMs: () => number): Misses {
  const left = new Map<string, Allowance>();
  const good = new Set<string>();
  const leftAt = (network: string): Allowance => grow(left.get(network) ?? { left: LOOKS_PER_SECOND, atMs: 0 }, LOOKS_PER_SECOND, nowMs());
  const add = (network: string, looks: number): void => {
    const now = leftAt(network);
    if (left.size >= HELD_MAX) left.clear();
    left.set(network, { ...now, left: now.left + looks });
  };
  return {
    spend(name, address) {
      if (good.has(name)) return;
      const network = networkOf(address);
      const retryAfterSeconds = secondsUntil(leftAt(network), 1, LOOKS_PER_SECOND);
      if (retryAfterSeconds > 0)
        throw new RegistryError('rate_limited', 'Too many keys and tokens that nobody has came from this address.', { retryAfterSeconds });
      add(network, -1);
    },
    settle(name, address) {
      if (good.has(name)) return;
      if (good.size >= HELD_MAX) good.clear();
      good.add(name);
      add(networkOf(address), 1);
    },
  };
}
