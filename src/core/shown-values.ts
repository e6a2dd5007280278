// A customer's values by their places: every scalar on its own, lists as a whole. What differs between two states is told by these.

import type { CustomerContent } from './customer.ts';

/** RFC 6901 pointers into a customer, in the order in which they are shown. */
export const SHOWN = [
  '/status',
  '/birthDate',
  '/gender',
  '/country',
  '/education/instituteId',
  '/education/courseId',
  '/consents/marketing',
  '/consents/sms',
  '/dependents',
  '/addresses',
  '/externalIdentifiers',
  '/conflicts',
  '/createdAt',
  '/updatedAt',
] as const;

export type ShownPointer = (typeof SHOWN)[number];

/** One value that is another than it was. */
export interface ValueChange {
  readonly pointer: ShownPointer;
  readonly from: unknown;
  readonly to: unknown;
}

export function valueAt(content: CustomerContent, pointer: ShownPointer): unknown {
  return pointer
    .slice(1)
    .split('/')
    .reduce((value: unknown, member) => (value as Record<string, unknown>)[member], content);
}

/** From what to what; a value that was not there comes from null. */
export function diffValues(before: CustomerContent | null, after: CustomerContent): ValueChange[] {
  return SHOWN.flatMap((pointer) => {
    const [from, to] = [before && valueAt(before, pointer), valueAt(after, pointer)];
    return isSame(from, to) || (before === null && isEmpty(to)) ? [] : [{ pointer, from, to }];
  });
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** Nothing is stated: no value, no entry, a consent that was never spoken of. */
function isEmpty(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0) || JSON.stringify(value) === '{"state":"not_stated"}';
}
