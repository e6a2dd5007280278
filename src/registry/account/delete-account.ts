// A deleted account ends at once for everybody who uses it; its records are purged when its grace is over, and not before.

import { changeAccount } from './change-account.ts';
import { expectOperator } from './access.ts';
import { expectOthers } from './freeze-account.ts';
import type { Account } from '../../formats/index.ts';
import type { AccountDeps } from './account-deps.ts';
import type { Asker } from './access.ts';

/**
 * Deletes the account: keys, logins and webhooks stop with this transaction. One that is deleted stays so, from when it was. Refuses
 * with `permission_denied`, `not_found`, and `state_unsuitable` for the operator's own.
 */
export async function deleteAccount(deps: AccountDeps, asker: Asker, accountId: string): Promise<Account> {
  expectOperator(asker);
  return changeAccount(deps, asker, accountId, async (tx, held) => {
    if (held.status === 'deleted') return held;
    await expectOthers(tx, accountId);
    return { ...held, status: 'deleted', deletedAt: deps.clock.now() };
  });
}
