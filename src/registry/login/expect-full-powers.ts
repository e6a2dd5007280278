// A login holds everything that an account may do, so only who holds all of it may make one or set its password.

import { findOperatorId } from '../../storage/operator.ts';
import { loginPermissions } from '../../core/permission.ts';
import { RegistryError } from '../../error.ts';
import type { Caller } from '../find-caller.ts';
import type { Tx } from '../../storage/database.ts';

/** Refuses (`permission_denied`) who could do more by such a login than by the credential it asks with. */
export async function expectFullPowers(tx: Tx, { accountId, permissions }: Pick<Caller, 'accountId' | 'permissions'>): Promise<void> {
  const needed = loginPermissions((await findOperatorId(tx)) === accountId);
  const lacking = [...needed].filter((name) => !permissions.has(name));
  if (lacking.length === 0) return;
  throw new RegistryError('permission_denied', `A login may do everything in its account; you lack ${lacking.join(', ')}.`);
}
