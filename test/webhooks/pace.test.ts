// How an endpoint's rests come and go by the clock alone.

import { describe, expect, it } from 'vitest';
import { Pace, SLOTS_MAX } from '../../src/webhooks/pace.ts';

const NOW_MS = 1_000_000_000;
const HOUR_MS = 3_600_000;

function resting(): Pace {
  const pace = new Pace();
  for (let failure = 0; failure < 5; failure += 1) pace.fail(NOW_MS, 0.5);
  return pace;
}

describe('an endpoint that failed five times', () => {
  it('rests, and then is sent one at a time', () => {
    const pace = resting();
    const restMs = pace.restMs(NOW_MS);
    expect(restMs).toBeGreaterThan(0);
    expect(pace.slots(NOW_MS + restMs - 1)).toBe(0);
    expect(pace.slots(NOW_MS + restMs)).toBe(1);
    pace.succeed();
    expect(pace.slots(NOW_MS + restMs)).toBe(2);
  });

  it('rests no longer where the clock is set back by an hour', () => {
    const pace = resting();
    const restMs = pace.restMs(NOW_MS);
    expect(pace.restMs(NOW_MS - HOUR_MS)).toBe(restMs);
    expect(pace.slots(NOW_MS - HOUR_MS + restMs)).toBe(1);
  });

  it('rests as long as its receiver asks', () => {
    const pace = new Pace();
    expect(pace.slots(NOW_MS)).toBe(SLOTS_MAX);
    pace.throttle(NOW_MS, 7_000, 0.5);
    expect(pace.restMs(NOW_MS)).toBe(7_000);
  });
});
