// The account's access keys, as far as they may be seen: everything but the keys themselves.

import { findKey, listKeys } from '../../storage/access-keys.ts';
import { RegistryError } from '../../error.ts';
import type { AccountScope } from '../../core/account.ts';
import type { Deps } from '../save-records.ts';
import type { KeptKey } from '../../storage/access-keys.ts';
import type { Tx } from '../../storage/database.ts';

export type { KeptKey } from '../../storage/access-keys.ts';

/** One key. Throws `not_found` for a revoked one, too. */
export function readKey({ database }: Deps, scope: AccountScope, keyId: string): Promise<KeptKey> {
  return database.onPlatform((tx) => getKey(tx, scope, keyId));
}

/** Keys, newest first, made before a time; no two of an account are made at the same. */
export function readKeys(
  { database }: Deps,
  { accountId }: AccountScope,
  page: { before: string | null; limit: number },
): Promise<KeptKey[]> {
  return database.onPlatform((tx) => listKeys(tx, { accountId, ...page }));
}

/** The same within a transaction that does more. */
export async function getKey(tx: Tx, { accountId }: Pick<AccountScope, 'accountId'>, keyId: string): Promise<KeptKey> {
  const key = await findKey(tx, { accountId, keyId });
  if (key) return key;
  throw new RegistryError('not_found', 'This account has no access key with this id.');
}
