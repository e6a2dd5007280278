// What a key may be given: permissions that exist, and none that who gives them lacks.

import { permissionsBeyond, unknownPermissions } from '../../core/permission.ts';
import { RegistryError } from '../../error.ts';
import type { Caller } from '../find-caller.ts';

/** The ids as a key keeps them. Refuses those of no permission (`request_invalid`), and what the caller itself may not do (`permission_denied`). */
export function grantPermissions({ permissions }: Pick<Caller, 'permissions'>, ids: readonly string[]): string[] {
  const unknown = unknownPermissions(ids);
  if (unknown.length > 0) {
    throw new RegistryError(
      'request_invalid',
      `There is no permission with the id ${unknown[0]}: GET /voipbin/v1.0/permissions lists them.`,
    );
  }
  const beyond = permissionsBeyond(ids, permissions);
  if (beyond.length === 0) return [...new Set(ids.map((id) => id.toLowerCase()))];
  throw new RegistryError('permission_denied', `A key has at most the permissions of who makes it: you lack ${beyond.join(', ')}.`);
}
