// Another name, detail, set of permissions or end of an access key; it takes effect from the next request on, on every node.

import { announceEnded } from '../../storage/credentials.ts';
import { grantPermissions } from './grant-permissions.ts';
import { getKey } from './read-keys.ts';
import { updateKey } from '../../storage/access-keys.ts';
import type { Caller, Callers } from '../find-caller.ts';
import type { Deps } from '../save-records.ts';
import type { KeptKey } from '../../storage/access-keys.ts';
import type { KeyRequest } from './create-key.ts';

/** What operations that end credentials need besides the store: the callers this node has in memory. */
export interface EndingDeps extends Deps {
  readonly callers: Pick<Callers, 'forget'>;
}

/** Changes what is given. Refuses permissions that the caller lacks or that do not exist. Throws `not_found`. */
export async function changeKey(
  { database, clock, callers }: EndingDeps,
  caller: Caller,
  keyId: string,
  change: KeyRequest,
): Promise<KeptKey> {
  const updatedAt = clock.now();
  const changed = await database.onPlatform(async (tx) => {
    const key = await getKey(tx, caller, keyId);
    const next = {
      ...key,
      name: change.name ?? key.name,
      detail: change.detail ?? key.detail,
      permissionIds: change.permissionIds ? grantPermissions(caller, change.permissionIds) : key.permissionIds,
      expiresAt: change.expiresAt === undefined ? key.expiresAt : change.expiresAt,
      updatedAt,
    };
    await updateKey(tx, key, next);
    await announceEnded(tx);
    return next;
  });
  callers.forget();
  return changed;
}
