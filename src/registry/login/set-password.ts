// The password of an account's own login, set by the account or by the operator. It ends every session of that login.

import { announceEnded } from '../../storage/credentials.ts';
import { deleteSessions } from '../../storage/sessions.ts';
import { expectAccess } from '../account/access.ts';
import { expectFullPowers } from './expect-full-powers.ts';
import { expectPassword, hashPassword } from '../password.ts';
import { findOwnLogin } from '../../storage/staff.ts';
import { readAccount } from '../account/read-account.ts';
import { RegistryError } from '../../error.ts';
import { updatePassword } from '../../storage/logins.ts';
import type { Account } from '../../formats/index.ts';
import type { AccountDeps } from '../account/account-deps.ts';
import type { Caller } from '../find-caller.ts';
import type { EndingDeps } from '../access-key/change-key.ts';

export interface NewPassword {
  readonly accountId: string;
  readonly password: string;
}

/** Sets the password. Refuses (`permission_denied`) who is neither the operator nor the account in full. Throws `not_found`. */
export async function setPassword(deps: AccountDeps & EndingDeps, caller: Caller, { accountId, password }: NewPassword): Promise<Account> {
  const { database, callers } = deps;
  expectAccess(caller, accountId);
  if (!caller.permissions.has('platform.manage')) await database.onPlatform((tx) => expectFullPowers(tx, caller));
  const account = await readAccount(deps, caller, accountId);
  expectPassword(password);
  const passwordHash = await hashPassword(password);
  await database.onPlatform(async (tx) => {
    const login = await findOwnLogin(tx, accountId);
    if (!login) throw new RegistryError('state_unsuitable', 'The account has no login any more: it is being purged.');
    await updatePassword(tx, login, passwordHash);
    await deleteSessions(tx, login);
    await announceEnded(tx);
  });
  callers.forget();
  return account;
}
