// A record → its JSON text, as its source sent it.

import { mendText } from './json-edit.ts';
import { printFilled } from './wasabi/print.ts';
import type { SourceRecord } from './record.ts';

export interface PrintOptions {
  /** Wasabi: fill the absent times of dependents and addresses with the customer's. */
  readonly defaults?: 'filled';
  /** Wasabi: the event that would create the customer, whatever its last event was. */
  readonly action?: 'CREATED';
}

/** The record as its source sent it: the same members, order, values and number spelling, but for what the options ask for. */
export function print(record: SourceRecord, { defaults, action }: PrintOptions = {}): string {
  if (record.format !== 'wasabi') return record.text;
  const text = defaults === 'filled' ? printFilled(record) : record.text;
  return action === undefined || record.value['eventAction'] === action
    ? text
    : mendText(text, [{ pointer: '/eventAction', value: action }]);
}
