// What happened to a customer between two states of it: the kind of change and the fields that differ.

import { CONTENT_FIELDS } from './customer.ts';
import type { ContentField, CustomerContent } from './customer.ts';

export type ChangeType = 'customer.created' | 'customer.updated' | 'customer.deleted' | 'customer.restored';

export interface Change {
  readonly type: ChangeType;
  readonly fields: readonly ContentField[];
}

/**
 * The change from `before` (null: there was no such customer) to `after`; null where nothing shown differs. A creation names no
 * fields: all of them are new, and naming them took more room than all else that is kept of the change.
 */
export function diff(before: CustomerContent | null, after: CustomerContent): Change | null {
  if (before === null) return { type: 'customer.created', fields: [] };
  const fields = CONTENT_FIELDS.filter((field) => !isSame(before[field], after[field]));
  return fields.length === 0 ? null : { type: typeOf(before, after), fields };
}

function typeOf(before: CustomerContent, after: CustomerContent): ChangeType {
  if (before.status === after.status) return 'customer.updated';
  return after.status === 'active' ? 'customer.restored' : 'customer.deleted';
}

/** Content is plain JSON with a fixed member order, so equal text is equal content. */
function isSame(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b));
}
