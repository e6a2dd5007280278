// Who am I: the account that a credential speaks for.

import { getAccountName } from '../storage/accounts.ts';
import type { AccountName } from '../storage/accounts.ts';
import type { AccountScope } from '../core/account.ts';
import type { Deps } from './save-records.ts';

/** The account's own names. */
export function readSelf({ database }: Deps, { accountId }: AccountScope): Promise<AccountName> {
  return database.onPlatform((tx) => getAccountName(tx, accountId));
}
