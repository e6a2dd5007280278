// The two ways to an account's keys: a running server, by a key that may manage them, or the store itself, for the first key or a lost one.

import { askServer } from '../server.ts';
import { createKey } from '../../registry/access-key/create-key.ts';
import { isAtStore } from '../place.ts';
import { makerFor } from '../../registry/access-key/maker.ts';
import { PERMISSIONS } from '../../core/permission.ts';
import { readKeys } from '../../registry/access-key/read-keys.ts';
import { revokeKey } from '../../registry/access-key/revoke-key.ts';
import { showKey, showNewKey } from '../../registry/access-key/show-key.ts';
import { systemClock } from '../../clock.ts';
import { withExistingStore } from '../store.ts';
import type { EndingDeps } from '../../registry/access-key/change-key.ts';
import type { KeyMaker } from '../../registry/access-key/create-key.ts';
import type { Permission } from '../../core/permission.ts';
import type { PlaceFlags } from '../place.ts';
import type { ServerFlags } from '../server.ts';
import type { ShownKey } from '../../registry/access-key/show-key.ts';

export interface KeyFlags extends PlaceFlags {
  readonly json?: boolean;
}

export interface WantedKey {
  readonly name?: string;
  readonly detail?: string;
  readonly permissions?: readonly Permission[];
  readonly expiresAt?: string;
}

export interface KeyDoor {
  create(wanted: WantedKey): Promise<ShownKey>;
  list(): Promise<ShownKey[]>;
  revoke(id: string): Promise<void>;
}

/** Opens the way that the flags name, for as long as `use` runs. */
export async function withKeyDoor<T>(flags: KeyFlags, use: (door: KeyDoor) => Promise<T>): Promise<T> {
  if (!isAtStore(flags)) return use(serverDoor(flags));
  return withExistingStore(flags, async (database) => {
    const deps = { database, clock: systemClock(), callers: { forget: () => undefined } };
    return use(storeDoor(deps, await makerFor(deps, flags.account)));
  });
}

const PAGE = 200;

function serverDoor(flags: ServerFlags): KeyDoor {
  const at = '/v1/access-keys';
  return {
    async create(wanted) {
      const answer = await askServer(flags, { method: 'POST', path: at, body: JSON.stringify(wanted), contentType: 'application/json' });
      return (await answer.json()) as ShownKey;
    },
    async list() {
      const keys: ShownKey[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const path: string = `${at}?limit=${PAGE}${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
        const page = (await (await askServer(flags, { method: 'GET', path })).json()) as { data: ShownKey[]; nextCursor: string | null };
        keys.push(...page.data);
        cursor = page.nextCursor;
      }
      return keys;
    },
    async revoke(id) {
      await askServer(flags, { method: 'DELETE', path: `${at}/${encodeURIComponent(id)}` });
    },
  };
}

/** Beyond what one account may have, so that one page is all. */
const ALL_KEYS = 10_000;

function storeDoor(deps: EndingDeps, maker: KeyMaker): KeyDoor {
  const scope = { ...maker, idKey: new Uint8Array() };
  return {
    async create({ permissions, ...wanted }) {
      const permissionIds = permissions?.map((permission) => PERMISSIONS[permission].id);
      return showNewKey(await createKey(deps, maker, { ...wanted, permissionIds }));
    },
    async list() {
      return (await readKeys(deps, scope, { before: null, limit: ALL_KEYS })).map(showKey);
    },
    async revoke(id) {
      await revokeKey(deps, scope, id);
    },
  };
}
