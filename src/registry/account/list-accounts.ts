// Accounts in pages for the operator, newest first. Times of creation are unique, so that the last one seen is where to go on.

import { expectOperator } from './access.ts';
import { listAccounts as listKeptAccounts } from '../../storage/accounts.ts';
import { showAccount } from './show-account.ts';
import type { Account } from '../../formats/index.ts';
import type { AccountDeps } from './account-deps.ts';
import type { AccountPage } from '../../storage/accounts.ts';
import type { Asker } from './access.ts';

/** A page of accounts. Refuses with `permission_denied` all but the operator. */
export async function listAccounts(deps: AccountDeps, asker: Asker, page: AccountPage): Promise<Account[]> {
  expectOperator(asker);
  const kept = await deps.database.onPlatform((tx) => listKeptAccounts(tx, page));
  return kept.map((account) => showAccount(deps, asker, account));
}
