// A new password for a login whose own is lost, made by whoever has the store in hand. Every session of the login ends.

import { randomBytes } from 'node:crypto';
import { announceEnded } from '../../storage/credentials.ts';
import { deleteSessions } from '../../storage/sessions.ts';
import { findLogin, updatePassword } from '../../storage/logins.ts';
import { hashPassword } from '../password.ts';
import { RegistryError } from '../../error.ts';
import type { Deps } from '../save-records.ts';

const PASSWORD_BYTES = 18;

/** Gives the new password, which cannot be read again. Throws `not_found`. */
export async function resetPassword({ database }: Deps, username: string): Promise<string> {
  const password = randomBytes(PASSWORD_BYTES).toString('base64url');
  const passwordHash = await hashPassword(password);
  await database.onPlatform(async (tx) => {
    const login = await findLogin(tx, username);
    if (!login) throw new RegistryError('not_found', 'The store has no login with this username.');
    await updatePassword(tx, login, passwordHash);
    await deleteSessions(tx, login);
    await announceEnded(tx);
  });
  return password;
}
