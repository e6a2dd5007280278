// A record → its JSON text, as its source sent it.

import { printFilled } from './wasabi/print.ts';
import type { SourceRecord } from './record.ts';

export interface PrintOptions {
  /** Wasabi: fill the absent times of dependents and addresses with the customer's. */
  readonly defaults?: 'filled';
}

/** The record as its source sent it: the same members, order, values and number spelling. */
export function print(record: SourceRecord, { defaults }: PrintOptions = {}): string {
  return record.format === 'wasabi' && defaults === 'filled' ? printFilled(record) : record.text;
}
