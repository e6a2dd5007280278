// Who may do what with which account: the operator with every one, an account with itself alone. What is another's and what does not
// exist answer alike.

import { PERMISSIONS } from '../../core/permission.ts';
import { RegistryError } from '../../error.ts';
import type { Permission } from '../../core/permission.ts';

/** Who asks: a caller, or the operator at the store itself, who belongs to no account. */
export interface Asker {
  readonly accountId: string | null;
  readonly permissions: ReadonlySet<Permission>;
}

/** Whoever has the store itself in hand. */
export const OPERATOR: Asker = { accountId: null, permissions: new Set(Object.keys(PERMISSIONS) as Permission[]) };

/** Refuses with `permission_denied` everybody but the operator. */
export function expectOperator({ permissions }: Asker): void {
  if (permissions.has('platform.manage')) return;
  throw new RegistryError('permission_denied', 'Only the operator may do this: it needs the permission "platform.manage".');
}

/** Refuses with `permission_denied` whom the account is not, and who lacks `permission` in it; the operator passes. */
export function expectAccess({ accountId: own, permissions }: Asker, accountId: string, permission?: Permission): void {
  if (permissions.has('platform.manage')) return;
  if (own !== accountId)
    throw new RegistryError('permission_denied', 'An account sees only itself: ask for the account of your credential.');
  if (permission === undefined || permissions.has(permission)) return;
  throw new RegistryError('permission_denied', `This needs the permission "${permission}", which the credential does not have.`);
}

/** The refusal of an id that no account has; only the operator meets it. */
export function absentAccount(): RegistryError {
  return new RegistryError('not_found', 'There is no customer with this id.');
}
