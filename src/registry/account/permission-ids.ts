// The permissions that an account's new access keys start with: all must exist, and nobody grants what is not theirs.

import { findOperatorId } from '../../storage/operator.ts';
import { permissionOf, PERMISSIONS, permissionsOf } from '../../core/permission.ts';
import { refuseStatement } from './read-statement.ts';
import type { Asker } from './access.ts';
import type { RequestIssue } from '../../error.ts';
import type { Tx } from '../../storage/database.ts';

/** What an account has that was created without any being named. */
export const PRESET_PERMISSION_IDS: readonly string[] = [PERMISSIONS['account.admin'].id];

const OPERATORS = PERMISSIONS['platform.manage'].id;

/** The ids in lower case, each once. Refuses with `request_invalid` ids that no permission has. */
export function permissionIdsFrom(ids: readonly string[]): string[] {
  const issues = ids.flatMap((id, at): RequestIssue[] => (permissionOf(id) === undefined ? [unknownAt(at)] : []));
  if (issues.length > 0) throw refuseStatement(issues);
  return [...new Set(ids.map((id) => id.toLowerCase()))];
}

function unknownAt(at: number): RequestIssue {
  const message = `permission_ids/${at}: there is no permission with this id; GET /permissions lists them all.`;
  return { code: 'permission_unknown', pointer: `/permission_ids/${at}`, message };
}

/** Refuses with `request_invalid` the operator's permission for any other account, and permissions that the asker does not hold. */
export async function expectGrantable(tx: Tx, asker: Asker, accountId: string, ids: readonly string[]): Promise<void> {
  const isOperators = (await findOperatorId(tx)) === accountId;
  const held = asker.permissions;
  const isHeld = (id: string): boolean => held.has('platform.manage') || [...permissionsOf([id])].every((name) => held.has(name));
  const issues = ids.flatMap((id, at): RequestIssue[] => {
    if ((id !== OPERATORS || isOperators) && isHeld(id)) return [];
    const reason = id === OPERATORS ? 'is the operator’s own' : 'is more than your credential holds';
    return [
      { code: 'permission_not_grantable', pointer: `/permission_ids/${at}`, message: `permission_ids/${at}: this permission ${reason}.` },
    ];
  });
  if (issues.length > 0) throw refuseStatement(issues);
}
