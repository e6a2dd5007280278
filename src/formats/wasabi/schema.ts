// Wasabi's documented import event (wasabi-customers.txt): its members in documented order.

import { ranksOf } from '../members.ts';
import type { Known } from '../format-rules.ts';

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

export const ENVELOPE_MEMBERS = ranksOf(['eventType', 'eventAction', 'version', 'body']);

const TIMES = { createdAt: true, updatedAt: true } as const;

/** What an event may hold. */
export const WASABI_KNOWN: Known = {
  eventType: true,
  eventAction: true,
  version: true,
  body: {
    customerId: true,
    dateOfBirth: true,
    status: true,
    marketingOptIn: true,
    smsOptIn: true,
    dependents: { dependentId: true, dateOfBirth: true, type: true, ...TIMES },
    addresses: { addressId: true, line1: true, line2: true, city: true, province: true, zipCode: true, countryCode: true, ...TIMES },
    ...TIMES,
  },
};
