// The people of an account: logins of their own, so that what is done can be said of a person. Each may do all that the account may.

import { announceEnded } from '../../storage/credentials.ts';
import { countLogins, deleteLogin, findStaffLogin, insertStaffLogin, listLogins } from '../../storage/staff.ts';
import { expectFullPowers } from './expect-full-powers.ts';
import { expectPassword, hashPassword } from '../password.ts';
import { isRetired, retireUsernames } from '../account/retired-username.ts';
import { lockPlatform, usernameTaken } from '../../storage/accounts.ts';
import { RegistryError } from '../../error.ts';
import type { AccountDeps } from '../account/account-deps.ts';
import type { AccountScope } from '../../core/account.ts';
import type { Caller } from '../find-caller.ts';
import type { Deps } from '../save-records.ts';
import type { Keeping } from '../claim-key.ts';
import type { EndingDeps } from '../access-key/change-key.ts';
import type { Position } from '../../storage/page.ts';
import type { StaffLogin } from '../../storage/staff.ts';

export type { StaffLogin } from '../../storage/staff.ts';

const LOGINS_MAX = 1_000;

/** A page of the account's logins, newest first. */
export function readLogins(
  { database }: Deps,
  { accountId }: AccountScope,
  page: { after: Position | null; limit: number },
): Promise<StaffLogin[]> {
  return database.onPlatform((tx) => listLogins(tx, { accountId, ...page }));
}

/** Adds a login. Refuses `username_taken`, and (`permission_denied`) a caller who may do less than the login could. */
export async function addLogin(
  { database, clock, secrets, keep }: AccountDeps & Keeping<StaffLogin>,
  caller: Pick<Caller, 'accountId' | 'permissions'>,
  { username, password }: { username: string; password: string },
): Promise<StaffLogin> {
  expectPassword(password);
  if (username.trim() !== username) throw new RegistryError('request_invalid', 'A username neither begins nor ends with a space.');
  const { accountId } = caller;
  await database.onPlatform((tx) => expectFullPowers(tx, caller));
  const passwordHash = await hashPassword(password);
  const login = { accountId, loginId: clock.id(), username, createdAt: clock.now() };
  const made = { ...login, isOwn: false };
  await database.onPlatform(async (tx) => {
    await lockPlatform(tx);
    if ((await countLogins(tx, accountId)) >= LOGINS_MAX)
      throw new RegistryError('state_unsuitable', `The account has ${LOGINS_MAX} logins: remove some first.`);
    if (await isRetired(tx, secrets, username)) throw usernameTaken();
    await insertStaffLogin(tx, { ...login, passwordHash });
    await keep?.(tx, made);
  });
  return made;
}

/** Removes a login; its sessions end at once, and nobody is called so again. Refuses (`state_unsuitable`) the account's own. Throws `not_found`. */
export async function removeLogin(
  { database, callers, secrets }: EndingDeps & AccountDeps,
  { accountId }: AccountScope,
  loginId: string,
): Promise<void> {
  await database.onPlatform(async (tx) => {
    await lockPlatform(tx);
    const login = await findStaffLogin(tx, { accountId, loginId });
    if (!login) throw new RegistryError('not_found', 'This account has no login with this id.');
    if (login.isOwn)
      throw new RegistryError('state_unsuitable', 'This is the account’s own login: it stays; set another password instead.');
    await deleteLogin(tx, login);
    await retireUsernames(tx, secrets, [login.username]);
    await announceEnded(tx);
  });
  callers.forget();
}
