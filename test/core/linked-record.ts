// Linked records for tests of the projection: plain ones, and arbitrary ones with many ties.

import fc from 'fast-check';
import { withOptIns } from '../../src/core/source-record.ts';
import type { LinkedRecord } from '../../src/core/source-record.ts';
import type { Statement } from '../../src/formats/record.ts';

/** One record that states what is given. */
export function linkedRecord(stated: Partial<Statement>, given: Partial<LinkedRecord> = {}): LinkedRecord {
  const { source = 'wasabi', sourceId = '1', versionTime = '2024-01-01T00:00:00.000000Z' } = given;
  const statement = { dependents: [], addresses: [], identifiers: [{ type: 'customerId', id: sourceId }], ...stated };
  const optIns = given.optIns ?? withOptIns({}, statement, { time: versionTime, contentHash: '' });
  return { source, sourceId, versionTime, isDeleted: given.isDeleted ?? false, statement, optIns };
}

const time = fc.integer({ min: 1, max: 4 }).map((day) => `2024-01-0${day}T00:00:00.000000Z`);
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });

const stated = fc
  .record({
    birthDate: maybe(fc.constantFrom('1990-01-01', '1991-02-02')),
    gender: maybe(fc.constantFrom('A', 'B')),
    country: maybe(fc.constantFrom('CA', 'GB')),
    instituteId: maybe(fc.constantFrom('i1', 'i2')),
    marketing: maybe(fc.boolean()),
    sms: maybe(fc.boolean()),
    createdAt: maybe(time),
    updatedAt: maybe(time),
    address: maybe(fc.constantFrom('a1', 'a2')),
  })
  .map(({ address, ...values }) => {
    const known = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<Statement>;
    return { ...known, addresses: address === undefined ? [] : [addressOf(address)] };
  });

function addressOf(addressId: string): Statement['addresses'][number] {
  const at = '2024-01-01T00:00:00.000000Z';
  return { addressId, line1: 'l', city: 'c', zipCode: 'z', countryCode: 'CA', createdAt: at, updatedAt: at };
}

const optIn = maybe(fc.record({ value: fc.boolean(), at: time, contentHash: fc.constantFrom('a', 'b') }));

/** Up to five records of different ids, from few values, so that times and values often tie. */
export const linkedRecords: fc.Arbitrary<LinkedRecord[]> = fc.uniqueArray(
  fc
    .record({
      stated,
      source: fc.constantFrom('cobi', 'wasabi', 'shop'),
      sourceId: fc.constantFrom('1', '2', '3'),
      versionTime: time,
      isDeleted: fc.boolean(),
      marketing: optIn,
    })
    .map(({ stated: values, marketing, ...given }) => linkedRecord(values, marketing ? { ...given, optIns: { marketing } } : given)),
  { maxLength: 5, selector: ({ source, sourceId }) => `${source} ${sourceId}` },
);
