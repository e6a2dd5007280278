// Where one can go: the navigation, the command palette and the keys read the same list.

import {
  IconActivity,
  IconArrowsExchange,
  IconBuilding,
  IconClipboardList,
  IconFileImport,
  IconLayoutDashboard,
  IconSettings,
  IconUsers,
  IconWebhook,
} from '@tabler/icons-react';
import type { Icon } from '@tabler/icons-react';

export interface Place {
  readonly to: string;
  readonly label: string;
  readonly icon: Icon;
  /** The second key of `g …`. */
  readonly key: string;
  readonly says: string;
  /** Who may go there; absent: everyone. */
  readonly permission?: string;
}

export interface PlaceGroup {
  readonly label: string;
  readonly places: readonly Place[];
}

export const PLACE_GROUPS: readonly PlaceGroup[] = [
  {
    label: 'People',
    places: [
      { to: '/', label: 'Overview', icon: IconLayoutDashboard, key: 'o', says: 'Numbers and health', permission: 'customers.read' },
      { to: '/customers', label: 'Customers', icon: IconUsers, key: 'c', says: 'Find a person', permission: 'customers.read' },
      {
        to: '/rejections',
        label: 'Rejections',
        icon: IconClipboardList,
        key: 'r',
        says: 'Mend records that failed',
        permission: 'customers.read',
      },
    ],
  },
  {
    label: 'Flow',
    places: [
      { to: '/imports', label: 'Imports', icon: IconFileImport, key: 'i', says: 'Take in a file', permission: 'imports.manage' },
      { to: '/convert', label: 'Convert & check', icon: IconArrowsExchange, key: 'x', says: 'Check a record as you type' },
      { to: '/webhooks', label: 'Webhooks', icon: IconWebhook, key: 'w', says: 'Deliveries of changes', permission: 'webhooks.manage' },
    ],
  },
  {
    label: 'Account',
    places: [
      {
        to: '/accounts',
        label: 'Accounts',
        icon: IconBuilding,
        key: 'a',
        says: 'All accounts of the registry',
        permission: 'platform.manage',
      },
      { to: '/audit', label: 'Audit', icon: IconActivity, key: 'u', says: 'Who did what', permission: 'audit.read' },
      { to: '/settings', label: 'Settings', icon: IconSettings, key: 's', says: 'Account, logins, keys, password' },
    ],
  },
];

/** The permission that a page asks for; pages below a place ask for the place's. */
export function permissionFor(path: string): string | undefined {
  const places = PLACE_GROUPS.flatMap(({ places: each }) => each);
  return places.find(({ to }) => path === to || (to !== '/' && path.startsWith(`${to}/`)))?.permission;
}

/** The groups as someone with these permissions sees them. */
export function placesFor(permissions: readonly string[]): PlaceGroup[] {
  return PLACE_GROUPS.map(({ label, places }) => ({
    label,
    places: places.filter(({ permission }) => permission === undefined || permissions.includes(permission)),
  })).filter(({ places }) => places.length > 0);
}
