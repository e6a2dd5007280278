// What a Wasabi event can get wrong (formats.md: common rules, Wasabi).

import type { Fault } from './fault.ts';
import type { Json, JsonObject } from '../../formats/record.ts';

const DEPENDENT = { dependentId: '555', dateOfBirth: '2019-04-05', type: 'cat' };
const ADDRESS = { addressId: '777', line1: '1 Mill Lane', city: 'Leeds', zipCode: 'LS1 4AB', countryCode: 'GB' };

function event(member: string, value: Json, name: string): Fault {
  return { name, spoil: (record) => void (record[member] = value) };
}

function body(member: string, value: Json, name: string): Fault {
  return { name, spoil: (record) => void ((record['body'] as JsonObject)[member] = value) };
}

function lacks(member: string): Fault {
  return { name: `${member} absent`, spoil: (record) => void delete (record['body'] as JsonObject)[member] };
}

function without(item: JsonObject, member: string): JsonObject {
  const { [member]: _left, ...rest } = item;
  return rest;
}

export const wasabiFaults: readonly Fault[] = [
  event('eventType', 'ORDER', 'eventType of another kind'),
  event('eventType', 'customer', 'eventType in small letters'),
  event('eventAction', 'DELETED', 'eventAction unknown'),
  event('version', 2, 'version 2'),
  event('version', '1.0', 'version a string'),
  event('body', null, 'body null'),
  event('body', [], 'body an array'),
  { name: 'body absent', spoil: (record) => void delete record['body'] },
  lacks('customerId'),
  lacks('addresses'),
  lacks('createdAt'),
  lacks('updatedAt'),
  body('customerId', 123_456_789, 'customerId a number'),
  body('customerId', '   ', 'customerId only white space'),
  body('customerId', '9'.repeat(256), 'customerId too long'),
  body('dateOfBirth', '2023-02-29', 'dateOfBirth no day of the calendar'),
  body('dateOfBirth', '1998-2-1', 'dateOfBirth without zeros'),
  body('dateOfBirth', '2999-12-31', 'dateOfBirth in the future'),
  body('dateOfBirth', null, 'dateOfBirth null'),
  body('status', 'BLOCKED', 'status unknown'),
  body('status', 'active', 'status in small letters'),
  body('marketingOptIn', 'true', 'marketingOptIn a string'),
  body('smsOptIn', null, 'smsOptIn null'),
  body('dependents', null, 'dependents null'),
  body('dependents', [without(DEPENDENT, 'dateOfBirth')], 'dependent without dateOfBirth'),
  body('dependents', [{ ...DEPENDENT, type: 4 }], 'dependent type a number'),
  body('dependents', [DEPENDENT, DEPENDENT], 'dependentId repeated'),
  body('addresses', {}, 'addresses an object'),
  body('addresses', [ADDRESS, { ...ADDRESS, line1: '2 Mill Lane' }], 'addressId repeated'),
  body('addresses', [without(ADDRESS, 'city')], 'address without city'),
  body('addresses', [{ ...ADDRESS, zipCode: 97_201 }], 'zipCode a number'),
  body('addresses', [{ ...ADDRESS, countryCode: 'UK' }], 'countryCode UK'),
  body('addresses', [{ ...ADDRESS, countryCode: 'gb' }], 'countryCode in small letters'),
  body('addresses', [{ ...ADDRESS, countryCode: 'XX' }], 'countryCode not assigned'),
  body('addresses', [{ ...ADDRESS, line2: null }], 'line2 null'),
  body('addresses', [{ ...ADDRESS, line1: 'x'.repeat(1_025) }], 'line1 too long'),
  body('addresses', [{ ...ADDRESS, line1: 'Mill\u0000Lane' }], 'line1 with U+0000'),
  body('createdAt', '2023-08-15T02:44:23', 'createdAt without offset'),
  body('updatedAt', 'yesterday', 'updatedAt no date-time'),
  body('updatedAt', '2999-08-15T02:44:23.688Z', 'updatedAt in the future'),
];
