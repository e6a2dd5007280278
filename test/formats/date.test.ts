// Times as the registry compares them: the short way, for times as nearly all are written, gives what reading any form gives.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeTime, parseTime, usualTime } from '../../src/formats/date.ts';

describe('a time as most are written', () => {
  it.each([
    ['2024-02-29T23:59:59Z', '2024-02-29T23:59:59.000000Z'],
    ['2024-02-29T23:59:59.123Z', '2024-02-29T23:59:59.123000Z'],
    ['2024-02-29T23:59:59.123456Z', '2024-02-29T23:59:59.123456Z'],
  ])('%s is read at once', (text, time) => {
    expect(usualTime(text)).toBe(time);
  });

  it.each(['2023-02-29T00:00:00Z', '2024-01-01T24:00:00Z', '2024-01-01T00:00:60Z', '2024-01-01t00:00:00Z', '2024-01-01T00:00:00z'])(
    '%s is left to the full reading',
    (text) => {
      expect(usualTime(text)).toBeNull();
    },
  );

  it('is read alike both ways, or not at once', () => {
    const digits = (length: number) => fc.nat(10 ** length - 1).map((number) => (length === 0 ? '' : String(number).padStart(length, '0')));
    const parts = fc.tuple(
      digits(4),
      fc.constantFrom('-', '/'),
      digits(2),
      digits(2),
      fc.constantFrom('T', 't', ' '),
      digits(2),
      digits(2),
    );
    const ends = fc.tuple(digits(2), fc.constantFrom('', '.', ','), fc.nat(7).chain(digits), fc.constantFrom('Z', 'z', '+00:00', ''));
    const times = fc
      .tuple(parts, ends)
      .map(([[year, dash, month, day, t, hour, minute], [second, point, decimals, zone]]) =>
        [`${year}${dash}${month}-${day}${t}${hour}:${minute}:`, second, point, decimals, zone].join(''),
      );
    const near = fc
      .tuple(fc.date({ noInvalidDate: true, min: new Date('1800-01-01'), max: new Date('2100-01-01') }), fc.nat(3))
      .map(([date, cut]) => (cut === 0 ? `${date.toISOString().slice(0, 19)}Z` : date.toISOString()));
    fc.assert(
      fc.property(fc.oneof(times, near), (text) => {
        const usual = usualTime(text);
        const parsed = parseTime(text);
        if (usual !== null) expect(parsed).toEqual({ time: usual, isTruncated: false, isLeapSecond: false });
        expect(normalizeTime(text)).toBe(parsed?.time ?? null);
      }),
      { numRuns: 5_000 },
    );
  });
});
