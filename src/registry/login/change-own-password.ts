// A login changes its own password, which it must know. Every session of it ends, the one that asks included.

import { announceEnded } from '../../storage/credentials.ts';
import { deleteSessions } from '../../storage/sessions.ts';
import { expectPassword, hashPassword } from '../password.ts';
import { proveLogin } from './prove-login.ts';
import { RegistryError } from '../../error.ts';
import { updatePassword } from '../../storage/logins.ts';
import type { Caller } from '../find-caller.ts';
import type { EndingDeps } from '../access-key/change-key.ts';
import type { LoginDeps } from './prove-login.ts';

export interface PasswordChange {
  readonly oldPassword: string;
  readonly newPassword: string;
  /** Where the request came from. */
  readonly address: string;
}

/** Changes it. Refuses (`permission_denied`) a wrong old password, and as `proveLogin` does who guesses at it. */
export async function changeOwnPassword(deps: EndingDeps & LoginDeps, { credential }: Caller, change: PasswordChange): Promise<void> {
  const { oldPassword, newPassword, address } = change;
  if (credential.kind === 'key')
    throw new RegistryError('request_invalid', 'An access key has no password: log in, and ask with that token.');
  expectPassword(newPassword);
  const login = await proveLogin(deps, { username: credential.username, password: oldPassword, address }).catch(saidOtherwise);
  const passwordHash = await hashPassword(newPassword);
  await deps.database.onPlatform(async (tx) => {
    await updatePassword(tx, login, passwordHash);
    await deleteSessions(tx, login);
    await announceEnded(tx);
  });
  deps.callers.forget();
}

/** The caller is known; it is the old password that is wrong. */
function saidOtherwise(error: unknown): never {
  if (!(error instanceof RegistryError) || error.code !== 'unauthenticated') throw error;
  throw new RegistryError('permission_denied', 'The old password is wrong.');
}
