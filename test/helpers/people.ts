// Records of invented people for tests, and arbitrary sets of them for properties.

import fc from 'fast-check';
import { sampleText } from '../../src/cli/sample.ts';
import type { Feed } from '../../src/registry/save/batch.ts';
import { COBI, WASABI } from './line.ts';

/** A UUID, version 4, that is the same for the same number. */
export function uuid(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** A Cobi customer that its format accepts. */
export function cobi(number: number, given: object = {}): object {
  return { customer_id: uuid(number), user_id: uuid(900_000 + number), region: 'CA', updated: '2024-01-01T00:00:00Z', ...given };
}

/** A Wasabi event that its format accepts; `given` are members of its body. */
export function wasabi(customerId: string, given: object = {}): object {
  const times = { createdAt: '2023-01-01T00:00:00Z', updatedAt: '2024-01-01T00:00:00Z' };
  return { eventType: 'CUSTOMER', eventAction: 'CREATED', version: 1, body: { customerId, addresses: [], ...times, ...given } };
}

/** One record of one of the two default feeds. */
export interface Sent {
  readonly feed: Feed;
  readonly text: string;
}

/** Few people and few moments, so that records of one id, of one time and of both feeds often meet. */
const PEOPLE = 4;
const day = fc.integer({ min: 1, max: 4 }).map((number) => `2024-01-0${number}T10:00:00.12345${number}Z`);

const cobiText = fc
  .record(
    {
      birthdate: fc.constantFrom(null, '1990-01-01', '1991-02-03'),
      gender: fc.constantFrom(null, 'MALE', 'Ж'),
      institute_id: fc.constantFrom(null, uuid(500)),
      created: fc.constantFrom(null, '2020-01-01T00:00:00+02:00'),
      is_deleted: fc.constantFrom(null, true, false),
      unknown: fc.constantFrom('kept', 1.5, { deep: [null] }),
    },
    { requiredKeys: [] },
  )
  .chain((given) => fc.record({ number: fc.nat(PEOPLE - 1), updated: day, given: fc.constant(given) }))
  .map(({ number, updated, given }): Sent => ({ feed: COBI, text: JSON.stringify({ ...cobi(number), updated, ...given }) }));

const address = fc.record({ addressId: fc.constantFrom('a', 'b'), countryCode: fc.constantFrom('CA', 'GB') }).map((given) => ({
  line1: '1 Test Street',
  city: 'Testing',
  zipCode: '0',
  ...given,
}));

const wasabiText = fc
  .record(
    {
      dateOfBirth: fc.constantFrom('1990-01-01', '1992-02-29'),
      status: fc.constantFrom('ACTIVE', 'DELETED'),
      marketingOptIn: fc.boolean(),
      smsOptIn: fc.boolean(),
      addresses: fc.uniqueArray(address, { maxLength: 2, selector: ({ addressId }) => addressId }),
      dependents: fc.constantFrom([], [{ dependentId: 'd', dateOfBirth: '2020-02-29', type: 'cat' }]),
    },
    { requiredKeys: ['addresses'] },
  )
  .chain((given) => fc.record({ number: fc.nat(PEOPLE - 1), updatedAt: day, given: fc.constant(given) }))
  .map(({ number, updatedAt, given }): Sent => ({ feed: WASABI, text: JSON.stringify(wasabi(uuid(number), { updatedAt, ...given })) }));

/** One to twelve records of both feeds, deletes and ties among them. */
export const sentRecords: fc.Arbitrary<Sent[]> = fc.array(fc.oneof(cobiText, wasabiText), { minLength: 1, maxLength: 12 });

/** The same records as sent by somebody else: in another order, some of them again, cut into batches elsewhere. */
export interface Retelling {
  readonly records: readonly Sent[];
  readonly batches: readonly (readonly Sent[])[];
}

export const retelling: fc.Arbitrary<Retelling> = sentRecords.chain((records) =>
  fc
    .record({
      order: fc.shuffledSubarray(records, { minLength: records.length }),
      again: fc.subarray(records),
      cuts: fc.array(fc.nat(2 * records.length), { maxLength: 4 }),
    })
    .map(({ order, again, cuts }) => ({ records, batches: cutAt([...order, ...again], cuts) })),
);

function cutAt(records: readonly Sent[], cuts: readonly number[]): Sent[][] {
  const ends = [...cuts.toSorted((a, b) => a - b), records.length];
  return ends.map((end, index) => records.slice(ends[index - 1] ?? 0, end)).filter((part) => part.length > 0);
}

/** `count` records of different people, as a sender of this feed would write them. */
export function manyTexts(feed: Feed, count: number, seed = 1): string[] {
  const format = feed.format === 'cobi' ? 'cobi' : 'wasabi';
  return Array.from({ length: count }, (_, person) => sampleText(format, { seed, person, revision: 2 }));
}
