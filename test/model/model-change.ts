// The model's change feed: what kind of change lies between two states of a customer, and in which fields.

import type { CustomerContent } from '../../src/core/customer.ts';

export interface ModelChange {
  readonly sequence: number;
  readonly commitNo: number;
  readonly customerId: string;
  readonly version: number;
  readonly type: string;
  readonly fields: readonly string[];
}

/** Null: nothing that is shown differs. */
export function changeBetween(before: CustomerContent | null, after: CustomerContent): Pick<ModelChange, 'type' | 'fields'> | null {
  if (before === null) return { type: 'customer.created', fields: [] };
  const fields = differing(before, after);
  return fields.length === 0 ? null : { type: typeOf(before.status, after.status), fields };
}

function typeOf(before: string, after: string): string {
  if (before !== after && after === 'deleted') return 'customer.deleted';
  return before !== after && after === 'active' ? 'customer.restored' : 'customer.updated';
}

/** Fields of `after` that `before` shows otherwise; not known and none at all count as not shown. */
function differing(before: object, after: object): string[] {
  const known = new Map(Object.entries(before).map(([field, value]) => [field, JSON.stringify(value)]));
  return Object.entries(after)
    .map(([field, value]) => [field, JSON.stringify(value)] as const)
    .filter(([field, text]) => (known.get(field) ?? nothing(text)) !== text)
    .map(([field]) => field);
}

function nothing(text: string): string | undefined {
  return text === 'null' || text === '[]' ? text : undefined;
}
