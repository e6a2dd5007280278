// Wasabi's documented import event (wasabi-customers.txt): its members in documented order.

import { ranksOf } from '../members.ts';

/** One ranking for the body, its dependents and its addresses: it agrees with the documented order of each. */
export const WASABI_MEMBERS = ranksOf([
  'customerId',
  'dependentId',
  'addressId',
  'dateOfBirth',
  'status',
  'marketingOptIn',
  'smsOptIn',
  'type',
  'dependents',
  'addresses',
  'line1',
  'line2',
  'city',
  'province',
  'zipCode',
  'countryCode',
  'createdAt',
  'updatedAt',
]);

export const ENVELOPE_MEMBERS: ReadonlySet<string> = new Set(['eventType', 'eventAction', 'version', 'body']);
