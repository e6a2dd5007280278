// What happened to a customer between two states of it: the kind of change and the fields that differ.

import { CONTENT_FIELDS } from './customer.ts';
import { isDeepStrictEqual } from 'node:util';
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
  const fields = CONTENT_FIELDS.filter((field) => !isDeepStrictEqual(before[field], after[field]));
  return fields.length === 0 ? null : { type: typeOf(before, after), fields };
}

/** A customer that is left without a record (`removed`) is deleted for those who follow; from deleted to removed nobody goes again. */
function typeOf(before: CustomerContent, after: CustomerContent): ChangeType {
  const [wasActive, isActive] = [before.status === 'active', after.status === 'active'];
  if (wasActive === isActive) return 'customer.updated';
  return isActive ? 'customer.restored' : 'customer.deleted';
}
