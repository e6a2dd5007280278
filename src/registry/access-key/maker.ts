// Whoever has the store itself in hand makes keys for any of its accounts, with all that the account may do.

import { findAccountId } from '../../storage/accounts.ts';
import { findOperatorId } from '../../storage/operator.ts';
import { loginPermissions } from '../../core/permission.ts';
import { RegistryError } from '../../error.ts';
import type { Deps } from '../save-records.ts';
import type { KeyMaker } from './create-key.ts';

/** The account of this username, or the operator's where none is named. Throws `not_found`. */
export function makerFor({ database }: Deps, username: string | undefined): Promise<KeyMaker> {
  return database.onPlatform(async (tx) => {
    const operatorId = await findOperatorId(tx);
    const accountId = username === undefined ? operatorId : await findAccountId(tx, username);
    if (accountId !== null) return { accountId, permissions: loginPermissions(accountId === operatorId) };
    throw new RegistryError('not_found', 'The store has no account with this username.');
  });
}
