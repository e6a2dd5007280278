// An allowance grows to a second's worth, and what is spent beyond it is waited off.

import { expect, it } from 'vitest';
import { grow, secondsUntil } from '../../src/core/allowance.ts';

it('grows with time, and to no more than a second’s worth', () => {
  expect(grow({ left: 0, atMs: 1_000 }, 100, 1_250)).toEqual({ left: 25, atMs: 1_250 });
  expect(grow({ left: 90, atMs: 0 }, 100, 60_000)).toEqual({ left: 100, atMs: 60_000 });
  expect(grow({ left: -300, atMs: 0 }, 100, 2_000)).toEqual({ left: -100, atMs: 2_000 });
});

it.each([
  [1, 1, 0],
  [0, 1, 1],
  [-100, 0, 1],
  [-101, 0, 2],
  [-950, 1, 10],
])('with %i left, %i can be spent in %i s', (left, amount, seconds) => {
  expect(secondsUntil({ left, atMs: 0 }, amount, 100)).toBe(seconds);
});
