// A frozen account lets nobody in: its keys and logins are refused from then on, and its records stay as they are.

import { changeAccount } from './change-account.ts';
import { expectOperator } from './access.ts';
import { findOperatorId } from '../../storage/operator.ts';
import { RegistryError } from '../../error.ts';
import type { Account } from '../../formats/index.ts';
import type { AccountDeps } from './account-deps.ts';
import type { Asker } from './access.ts';
import type { Tx } from '../../storage/database.ts';

/** Freezes the account; one that is frozen stays so. Refuses with `permission_denied`, `not_found` and `state_unsuitable`. */
export async function freezeAccount(deps: AccountDeps, asker: Asker, accountId: string): Promise<Account> {
  expectOperator(asker);
  return changeAccount(deps, asker, accountId, async (tx, held) => {
    if (held.status === 'frozen') return held;
    if (held.status === 'deleted') throw new RegistryError('state_unsuitable', 'The account is deleted, and nobody can use it.');
    await expectOthers(tx, accountId);
    return { ...held, status: 'frozen', updatedAt: deps.clock.now() };
  });
}

/** Refuses with `state_unsuitable` to stop the operator's own account: nobody could undo it. */
export async function expectOthers(tx: Tx, accountId: string): Promise<void> {
  if ((await findOperatorId(tx)) !== accountId) return;
  throw new RegistryError('state_unsuitable', 'The operator’s own account cannot be deleted or frozen: nobody could recover it.');
}
