// An access key as people and programs are shown it: permissions by name, and the key itself only where it was just made.

import { permissionOf } from '../../core/permission.ts';
import type { KeptKey } from '../../storage/access-keys.ts';
import type { NewKey } from './create-key.ts';
import type { Permission } from '../../core/permission.ts';

export interface ShownKey {
  readonly id: string;
  readonly name: string;
  readonly detail: string;
  /** In the answer that makes it, and never again. */
  readonly key?: string;
  readonly prefix: string;
  readonly permissions: readonly Permission[];
  readonly createdAt: string;
  readonly updatedAt: string | null;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
}

export function showKey(kept: KeptKey): ShownKey {
  const { keyId: id, name, detail, prefix, createdAt, updatedAt, expiresAt, lastUsedAt } = kept;
  const permissions = kept.permissionIds.flatMap((permissionId) => permissionOf(permissionId) ?? []);
  return { id, name, detail, prefix, permissions, createdAt, updatedAt, expiresAt, lastUsedAt };
}

export function showNewKey({ key, ...kept }: NewKey): ShownKey {
  return { ...showKey(kept), key };
}
