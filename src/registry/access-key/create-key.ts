// A new access key for the caller's own account. Only its maker ever sees it, once; the store keeps a hash.

import { randomBytes } from 'node:crypto';
import { accessKeyFrom, accessKeyHash, accessKeyPrefix } from '../../core/access-key.ts';
import { grantPermissions } from './grant-permissions.ts';
import { getPermissionIds } from '../../storage/accounts.ts';
import { insertAccessKey, lockKeys } from '../../storage/access-keys.ts';
import { permissionIdsWithin } from '../../core/permission.ts';
import { RegistryError } from '../../error.ts';
import type { Caller } from '../find-caller.ts';
import type { Deps } from '../save-records.ts';
import type { Keeping } from '../claim-key.ts';
import type { KeptKey } from '../../storage/access-keys.ts';
import type { Tx } from '../../storage/database.ts';

/** Live keys of one account at most. */
const KEYS_MAX = 1_000;

export interface KeyRequest {
  readonly name?: string | undefined;
  readonly detail?: string | undefined;
  /** Absent: those that new keys of the account start with, as far as the caller has them. */
  readonly permissionIds?: readonly string[] | undefined;
  readonly expiresAt?: string | null | undefined;
}

/** Whose key it will be, and what it may have at most. */
export type KeyMaker = Pick<Caller, 'accountId' | 'permissions'>;

/** A key as it was made, with the key itself. */
export interface NewKey extends KeptKey {
  readonly key: string;
}

/** Makes a key. Refuses permissions that the maker lacks (`permission_denied`) or that do not exist (`request_invalid`). */
export function createKey({ database, clock, keep }: Deps & Keeping<NewKey>, maker: KeyMaker, request: KeyRequest): Promise<NewKey> {
  return database.onPlatform(async (tx) => {
    const made = await insertNewKey(tx, { maker, request, keyId: clock.id(), now: clock.now() });
    await keep?.(tx, made);
    return made;
  });
}

interface Making {
  readonly maker: KeyMaker;
  readonly request: KeyRequest;
  readonly keyId: string;
  readonly now: string;
}

/** The same within a transaction that does more. */
export async function insertNewKey(tx: Tx, { maker, request, keyId, now }: Making): Promise<NewKey> {
  const { accountId } = maker;
  const { live, createdAt } = await lockKeys(tx, accountId, now);
  if (live >= KEYS_MAX) throw new RegistryError('state_unsuitable', `The account has ${KEYS_MAX} keys: revoke some first.`);
  const wanted = request.permissionIds ?? permissionIdsWithin(await getPermissionIds(tx, accountId), maker.permissions);
  const permissionIds = grantPermissions(maker, wanted);
  const key = accessKeyFrom(randomBytes(32));
  const { name = '', detail = '', expiresAt = null } = request;
  const kept = { accountId, keyId, name, detail, prefix: accessKeyPrefix(key), permissionIds, createdAt, expiresAt };
  await insertAccessKey(tx, { ...kept, keyHash: accessKeyHash(key) });
  return { ...kept, updatedAt: null, lastUsedAt: null, revokedAt: null, key };
}
