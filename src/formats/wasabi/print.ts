// A Wasabi event as text with what its document says to assume: the absent times of dependents and addresses are the customer's.

import { addMembers } from '../json-edit.ts';
import type { JsonObject, SourceRecord } from '../record.ts';

const TIMES = ['createdAt', 'updatedAt'] as const;

/** The event with those times filled in, and all else as it was sent. */
export function printFilled({ text, value }: SourceRecord): string {
  const body = value['body'] as JsonObject;
  let filled = text;
  for (const member of ['dependents', 'addresses']) {
    const list = (body[member] ?? []) as JsonObject[];
    for (const [index, item] of list.entries()) {
      const absent = TIMES.filter((time) => item[time] === undefined).map((time) => [time, body[time] as string] as const);
      filled = addMembers(filled, `/body/${member}/${index}`, absent);
    }
  }
  return filled;
}
