// The permissions that an account's new access keys start with; keys that exist keep theirs.

import { changeAccount } from './change-account.ts';
import { expectAccess } from './access.ts';
import { expectGrantable, permissionIdsFrom } from './permission-ids.ts';
import { RegistryError } from '../../error.ts';
import type { Account } from '../../formats/index.ts';
import type { AccountDeps } from './account-deps.ts';
import type { Asker } from './access.ts';

/** Sets them, in their order. Refuses with `permission_denied`, `request_invalid`, `not_found` and `state_unsuitable`. */
export async function setAccountPermissions(
  deps: AccountDeps,
  asker: Asker,
  accountId: string,
  permissionIds: readonly string[],
): Promise<Account> {
  expectAccess(asker, accountId, 'account.manage');
  const ids = permissionIdsFrom(permissionIds);
  return changeAccount(deps, asker, accountId, async (tx, held) => {
    if (held.status === 'deleted') throw new RegistryError('state_unsuitable', 'The account is deleted: recover it first.');
    await expectGrantable(tx, asker, accountId, ids);
    if (ids.join() === held.permissionIds.join()) return held;
    return { ...held, permissionIds: ids, updatedAt: deps.clock.now() };
  });
}
