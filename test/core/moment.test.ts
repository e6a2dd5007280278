// Moments moved by seconds keep their microseconds, over the ends of days and years.

import { expect, it } from 'vitest';
import { secondsAfter } from '../../src/core/moment.ts';

it.each([
  ['2024-02-28T23:59:59.123456Z', 1, '2024-02-29T00:00:00.123456Z'],
  ['2023-12-31T23:59:59.000001Z', 86_400, '2024-01-01T23:59:59.000001Z'],
  ['2024-01-01T00:00:00.999999Z', 0, '2024-01-01T00:00:00.999999Z'],
])('%s and %i seconds are %s', (time, seconds, later) => {
  expect(secondsAfter(time, seconds)).toBe(later);
});
