// A frozen account, or a deleted one whose grace is not over, is as it was: its keys open it again; its logins log in anew.

import { changeAccount } from './change-account.ts';
import { expectOperator } from './access.ts';
import { purgeTimeOf } from './show-account.ts';
import { RegistryError } from '../../error.ts';
import type { Account } from '../../formats/index.ts';
import type { AccountDeps } from './account-deps.ts';
import type { Asker } from './access.ts';

/** Recovers the account; an active one stays so. Refuses with `permission_denied`, `not_found`, and `state_unsuitable` after the grace. */
export async function recoverAccount(deps: AccountDeps, asker: Asker, accountId: string): Promise<Account> {
  expectOperator(asker);
  return changeAccount(deps, asker, accountId, (_tx, held) => {
    const now = deps.clock.now();
    const purgeAt = purgeTimeOf(deps, held);
    if (held.status === 'active') return held;
    if (held.purgeBeganAt !== null || (purgeAt !== null && purgeAt <= now)) {
      throw new RegistryError('state_unsuitable', 'The account was deleted too long ago: its records are being purged.');
    }
    return { ...held, status: 'active', deletedAt: null, updatedAt: now };
  });
}
