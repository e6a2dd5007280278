// Who asks at present, by a clock that the test turns.

import { expect, it } from 'vitest';
import { openActivity } from '../../src/ingest/activity.ts';

it('knows whether an account is alone, and forgets who asked a while ago', () => {
  let nowMs = 0;
  const activity = openActivity(() => nowMs);
  expect(activity.hasOthers('a')).toBe(false);
  activity.note('a');
  expect([activity.hasOthers('a'), activity.hasOthers('b')]).toEqual([false, true]);
  activity.note('b');
  expect(activity.hasOthers('a')).toBe(true);
  nowMs += 700;
  activity.note('a');
  expect(activity.hasOthers('a'), 'within two spans').toBe(true);
  nowMs += 700;
  activity.note('a');
  expect(activity.hasOthers('a'), 'after them').toBe(false);
  nowMs += 60_000;
  expect(activity.hasOthers('b'), 'long after').toBe(false);
});
