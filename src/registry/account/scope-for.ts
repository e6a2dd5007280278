// The account whose records whoever has the store itself in hand works on.

import { findAccount } from '../../storage/accounts.ts';
import { listScopes } from '../../storage/verify.ts';
import { makerFor } from '../access-key/maker.ts';
import { RegistryError } from '../../error.ts';
import type { AccountScope } from '../../core/account.ts';
import type { Deps } from '../save-records.ts';

/** The account of this username, or the operator's where none is named. Refuses with `not_found`, or where it lets nobody in. */
export async function scopeFor(deps: Deps, username: string | undefined): Promise<AccountScope> {
  const { accountId } = await makerFor(deps, username);
  const account = await deps.database.onPlatform((tx) => findAccount(tx, accountId));
  if (account?.status !== 'active')
    throw new RegistryError('state_unsuitable', `The account is ${account?.status ?? 'gone'}: recover it first.`);
  const scopes = await listScopes(deps.database);
  return scopes.find((scope) => scope.accountId === accountId) as AccountScope;
}
