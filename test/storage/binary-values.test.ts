// What goes out in binary form is what the same text would have been read as.

import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { arrayOf, TEXT } from '../../src/storage/binary-array.ts';
import { BOOLEAN, BYTES, DATE, INTEGER, TIME, UUID } from '../../src/storage/binary-values.ts';
import { forEachStore } from '../helpers/stores.ts';
import { openLine } from '../helpers/line.ts';
import { seedOf } from '../laws/seed.ts';
import type { Line } from '../helpers/line.ts';
import type { ValueType } from '../../src/storage/binary-array.ts';

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
const words = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 5 }).map((text) => text.replaceAll('\u0000', '')),
  fc.nat(5_000).map((length) => 'é'.repeat(length)),
);
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

  const holds = <T>(name: string, type: ValueType<T>, values: fc.Arbitrary<T>, textOf: (value: T) => string) =>
    fc.assert(
      fc.asyncProperty(orNull(values), (some) =>
        readAs(
          name,
          arrayOf(type, some),
          some.map((value) => (value === null ? null : textOf(value))),
        ),
      ),
      { numRuns: 100, ...seedOf(`binary ${name}`) },
    );
  const asIs = (text: string): string => text;

  it('of times is read as their texts', () => holds('timestamptz', TIME, times, asIs));
  it('of days is read as their texts', () => holds('date', DATE, dates, asIs));
  it('of UUIDs in any letter case is read as their texts', () => holds('uuid', UUID, uuids, asIs));
  it('of bytes is read as their digits', () => holds('bytea', BYTES, hashes, (hash) => `\\x${hash}`));
  it('of integers is read as their digits', () => holds('integer', INTEGER, fc.integer(), String));
  it('of texts, short and long ones, is read as they are', () => holds('text', TEXT, words, asIs));
  it('of booleans is read as their names', () => holds('boolean', BOOLEAN, fc.boolean(), String));
});

it.each([
  ['UUID', () => arrayOf(UUID, ['550e8400'])],
  ['day', () => arrayOf(DATE, ['1990-1-1'])],
  ['time', () => arrayOf(TIME, ['2024-01-01 00:00:00+00'])],
  ['hexadecimal digit', () => arrayOf(BYTES, ['0g'])],
  ['whole byte', () => arrayOf(BYTES, ['0'])],
])('an array refuses what is no %s, and sends no bytes that it did not write', (_what, make) => {
  expect(make).toThrow('a value is not of');
});
