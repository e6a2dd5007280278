// One account, for itself or for the operator, who sees deleted ones too.

import { absentAccount, expectAccess } from './access.ts';
import { findAccount } from '../../storage/accounts.ts';
import { showAccount } from './show-account.ts';
import type { Account } from '../../formats/index.ts';
import type { AccountDeps } from './account-deps.ts';
import type { Asker } from './access.ts';

/** The account of this id. Refuses with `permission_denied` all but the account itself and the operator, to whom `not_found` is told. */
export async function readAccount(deps: AccountDeps, asker: Asker, accountId: string): Promise<Account> {
  expectAccess(asker, accountId);
  const kept = await deps.database.onPlatform((tx) => findAccount(tx, accountId));
  if (!kept) throw absentAccount();
  return showAccount(deps, asker, kept);
}
