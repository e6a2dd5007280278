// The ways in which a record of a format can be wrong: each is refused by a rule of the format, and no other record is disturbed.

import { cobiFaults } from './cobi-fault.ts';
import { textFaults } from './fault.ts';
import { wasabiFaults } from './wasabi-fault.ts';
import type { Fault } from './fault.ts';

/** The faults of a format's members and those of JSON itself. */
export const FAULTS: Readonly<Record<'cobi' | 'wasabi', readonly Fault[]>> = {
  cobi: [...cobiFaults, ...textFaults('customer_id', 'updated')],
  wasabi: [...wasabiFaults, ...textFaults('customerId', 'updatedAt')],
};
