// What goes out in binary form is what the same text would have been read as.

import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { booleanArray, dateArray, bytesArray, integerArray, timeArray, uuidArray } from '../../src/storage/binary-values.ts';
import { forEachStore } from '../helpers/stores.ts';
import { openLine } from '../helpers/line.ts';
import { seedOf } from '../laws/seed.ts';
import type { Line } from '../helpers/line.ts';

const [FIRST, LAST] = [new Date('0001-01-01'), new Date('9999-12-31T23:59:59.999Z')];
const moments = fc.date({ min: FIRST, max: LAST, noInvalidDate: true });
const micros = fc.nat(999).map((number) => String(number).padStart(3, '0'));
const times = fc.oneof(
  fc.tuple(moments, micros).map(([moment, rest]) => `${moment.toISOString().slice(0, -1)}${rest}Z`),
  fc.constantFrom(
    '0001-01-01T00:00:00.000000Z',
    '1999-12-31T23:59:59.999999Z',
    '2000-02-29T00:00:00.000001Z',
    '9999-12-31T23:59:59.999999Z',
  ),
);
const dates = fc.oneof(
  moments.map((moment) => moment.toISOString().slice(0, 10)),
  fc.constantFrom('1800-01-01', '1900-02-28', '1900-03-01', '2000-02-29', '2024-02-29', '2024-03-01', '2024-12-31'),
);
const uuids = fc.oneof(
  fc.uuid(),
  fc.uuid().map((uuid) => uuid.toUpperCase()),
);
const hashes = fc
  .oneof(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.uint8Array({ maxLength: 3 }))
  .map((bytes) => Buffer.from(bytes).toString('hex'));
const orNull = <T>(values: fc.Arbitrary<T>) => fc.array(fc.option(values), { maxLength: 20 });

forEachStore('an array of binary values', (store) => {
  let line: Line;
  beforeAll(async () => {
    line = await openLine(await store.fresh());
  });
  afterAll(() => line.close());

  const readAs = async (type: string, binary: Uint8Array, texts: readonly (string | null)[]) => {
    const { rows } = await line.database.onPlatform((tx) =>
      tx.query({
        sql: `select ($1::${type}[] is not distinct from $2::text[]::${type}[])::text as is_same, $1::${type}[]::text as read`,
        params: [binary, texts],
      }),
    );
    expect(rows[0], texts.join()).toMatchObject({ is_same: 'true' });
  };

  const holds = <T>(type: string, values: fc.Arbitrary<T[]>, arrayOf: (values: T[]) => Uint8Array, textOf: (value: T) => string | null) =>
    fc.assert(
      fc.asyncProperty(values, (some) => readAs(type, arrayOf(some), some.map(textOf))),
      { numRuns: 100, ...seedOf(`binary ${type}`) },
    );
  const asIs = (text: string | null): string | null => text;

  it('of times is read as their texts', () => holds('timestamptz', orNull(times), timeArray, asIs));
  it('of days is read as their texts', () => holds('date', orNull(dates), dateArray, asIs));
  it('of UUIDs in any letter case is read as their texts', () => holds('uuid', orNull(uuids), uuidArray, asIs));
  it('of bytes is read as their digits', () => holds('bytea', fc.array(hashes, { maxLength: 20 }), bytesArray, (hash) => `\\x${hash}`));
  it('of integers is read as their digits', () => holds('integer', fc.array(fc.integer(), { maxLength: 20 }), integerArray, String));
  it('of booleans is read as their names', () => holds('boolean', fc.array(fc.boolean(), { maxLength: 20 }), booleanArray, String));
});

it.each([
  ['UUID', () => uuidArray(['550e8400'])],
  ['day', () => dateArray(['1990-1-1'])],
  ['time', () => timeArray(['2024-01-01 00:00:00+00'])],
  ['hexadecimal digit', () => bytesArray(['0g'])],
  ['whole byte', () => bytesArray(['0'])],
])('an array refuses what is no %s, and sends no bytes that it did not write', (_what, make) => {
  expect(make).toThrow('a value is not of');
});
