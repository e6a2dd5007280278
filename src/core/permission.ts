// What a credential may do, by fixed names with fixed ids: they are the same in every registry and listed by the VoIPBin API.

/** Every permission (design: surface.md, "Permissions"). An id never changes its meaning and is never used again. */
export const PERMISSIONS = {
  'customers.read': {
    id: '1b5c9a52-6d0e-4b7e-9a41-0c1f3f3f7a01',
    detail: 'Read customers, records, rejections, receipts, changes and statistics.',
  },
  'customers.write': {
    id: '2c8f0d13-7e52-4f0b-8d55-3a5be3a06b02',
    detail: 'Send records; edit, retry and dismiss rejections.',
  },
  'customers.merge': { id: '3f6d7b24-1c94-4c63-b1de-58c1e0c94c03', detail: 'Join customers that are one person, and take them apart.' },
  'customers.erase': { id: '4a1e5c35-92bd-4d8a-a6f7-7d24cb6d3d04', detail: 'Erase a person everywhere, with a certificate.' },
  'imports.manage': { id: '5d9b2e46-38a1-47c5-92c8-916fa4f82e05', detail: 'Start, cancel and undo imports of files.' },
  'webhooks.manage': { id: '6e7a4f57-c4d3-4e1f-b3a9-b2d8875e1f06', detail: 'Set up webhooks, read deliveries and send them again.' },
  'keys.manage': { id: '7b3c6068-5af2-4926-84db-d4f16a903007', detail: 'Create and revoke access keys and logins of the account.' },
  'account.manage': { id: '8c2d7179-e60b-4b38-95ec-f61a4dbc4108', detail: 'Change the account itself.' },
  'account.secrets': { id: '9d1e828a-7c14-4d4a-a70d-182b5eae5209', detail: 'Read the LINE secret and token of the account.' },
  'audit.read': { id: 'ae0f939b-0d25-4f5c-b81e-3a4c6f9f630a', detail: 'Read who did what in the account.' },
  'account.admin': { id: '03796e14-7cb4-11ec-9dba-e72023efd1c6', detail: 'All permissions of an account.' },
  'platform.manage': { id: 'bf10a4ac-9e36-4c6d-892f-5c5d7080740b', detail: 'Manage all accounts of the registry: the operator.' },
} as const satisfies Record<string, { readonly id: string; readonly detail: string }>;

export type Permission = keyof typeof PERMISSIONS;

const NAMES = Object.keys(PERMISSIONS) as Permission[];
const OF_AN_ACCOUNT = NAMES.filter((name) => name !== 'platform.manage');
const NAME_BY_ID: ReadonlyMap<string, Permission> = new Map(NAMES.map((name) => [PERMISSIONS[name].id, name]));

/** The permission of an id, in any letter case; undefined where there is none. */
export function permissionOf(id: string): Permission | undefined {
  return NAME_BY_ID.get(id.toLowerCase());
}

/** What ids of permissions allow in full: `account.admin` stands for all but the operator's. Unknown ids allow nothing. */
export function permissionsOf(ids: Iterable<string>): ReadonlySet<Permission> {
  const allowed = new Set<Permission>();
  for (const id of ids) {
    const name = permissionOf(id);
    for (const each of name === 'account.admin' ? OF_AN_ACCOUNT : [name]) if (each) allowed.add(each);
  }
  return allowed;
}

/** What a login may do: everything in its account, and the operator's logins what is the operator's. */
export function loginPermissions(isOperator: boolean): ReadonlySet<Permission> {
  return new Set(isOperator ? NAMES : OF_AN_ACCOUNT);
}

/** The ids that are no permission's. */
export function unknownPermissions(ids: readonly string[]): string[] {
  return ids.filter((id) => permissionOf(id) === undefined);
}

/** What `ids` allow and `held` does not. */
export function permissionsBeyond(ids: readonly string[], held: ReadonlySet<Permission>): Permission[] {
  return [...permissionsOf(ids)].filter((name) => !held.has(name));
}

/** The ids of what `ids` allow within what is held: the ids themselves where all of it is. */
export function permissionIdsWithin(ids: readonly string[], held: ReadonlySet<Permission>): string[] {
  if (permissionsBeyond(ids, held).length === 0) return [...ids];
  return [...permissionsOf(ids)].filter((name) => held.has(name)).map((name) => PERMISSIONS[name].id);
}
