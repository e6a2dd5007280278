// Whom an access key speaks for. Read from the store at most once a second a key, so that a revoked key dies within that second.

import { accessKeyHash, isWellFormed } from '../core/access-key.ts';
import { permissionsOf } from '../core/permission.ts';
import { findKeyHolder } from '../storage/access-keys.ts';
import type { AccountScope } from '../core/account.ts';
import type { Deps } from './save-records.ts';
import type { KeyHolder } from '../storage/access-keys.ts';
import type { Permission } from '../core/permission.ts';

export interface Caller extends AccountScope {
  readonly keyId: string;
  readonly permissions: ReadonlySet<Permission>;
}

const FRESH_MS = 1_000;
const CALLERS_MAX = 10_000;

export interface Callers {
  /** The caller who holds `key`; null for a key that is unknown, mistyped, revoked or expired. */
  find(key: string): Promise<Caller | null>;
}

export function openCallers({ database, clock }: Deps): Callers {
  const known = new Map<string, { caller: Promise<Caller | null>; until: number }>();
  return {
    find(key) {
      if (!isWellFormed(key)) return Promise.resolve(null);
      const keyHash = accessKeyHash(key);
      const name = keyHash.toString('latin1');
      const held = known.get(name);
      if (held && held.until > clock.elapsedMs()) return held.caller;
      const caller = database.onPlatform((tx) => findKeyHolder(tx, keyHash)).then(callerFrom);
      if (known.size >= CALLERS_MAX) known.clear();
      known.set(name, { caller, until: clock.elapsedMs() + FRESH_MS });
      caller.catch(() => known.delete(name));
      return caller;
    },
  };
}

function callerFrom(holder: KeyHolder | null): Caller | null {
  return holder && { ...holder, permissions: permissionsOf(holder.permissionIds) };
}
