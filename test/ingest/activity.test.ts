// Who asks at present, by a clock that the test turns.

import { expect, it } from 'vitest';
import { openActivity } from '../../src/ingest/activity.ts';

it('knows whether an account is alone, and forgets who asked a while ago', () => {
  let nowMs = 0;
  const activity = openActivity(() => nowMs);
  expect(activity.hasOthers('a')).toBe(false);
  activity.begin('a', false);
  expect([activity.hasOthers('a'), activity.hasOthers('b')]).toEqual([false, true]);
  activity.begin('b', false);
  expect(activity.hasOthers('a')).toBe(true);
  nowMs += 700;
  activity.begin('a', false);
  expect(activity.hasOthers('a'), 'within two spans').toBe(true);
  nowMs += 700;
  activity.begin('a', false);
  expect(activity.hasOthers('a'), 'after them').toBe(false);
  nowMs += 60_000;
  expect(activity.hasOthers('b'), 'long after').toBe(false);
});

it('knows whether another account waits for a quick answer, or just had one', () => {
  let nowMs = 0;
  const activity = openActivity(() => nowMs);
  activity.begin('bulk', false);
  expect(activity.isServingOthers('a'), 'nobody waits for bulk').toBe(false);
  const end = activity.begin('b', true);
  expect([activity.isServingOthers('a'), activity.isServingOthers('b')]).toEqual([true, false]);
  end();
  nowMs += 9;
  expect(activity.isServingOthers('a'), 'it will ask again at once').toBe(true);
  nowMs += 1;
  expect(activity.isServingOthers('a'), 'it did not').toBe(false);
});

it('takes a request that is not answered soon for one that waits for something else', () => {
  let nowMs = 0;
  const activity = openActivity(() => nowMs);
  const end = activity.begin('b', true);
  nowMs += 99;
  expect(activity.isServingOthers('a')).toBe(true);
  nowMs += 1;
  expect(activity.isServingOthers('a')).toBe(false);
  end();
  expect(activity.isServingOthers('a')).toBe(false);
});

it('sees a quick request behind one that takes long', () => {
  let nowMs = 0;
  const activity = openActivity(() => nowMs);
  activity.begin('slow', true);
  nowMs += 50;
  activity.begin('b', true)();
  nowMs += 20;
  activity.begin('slow', false);
  expect(activity.isServingOthers('slow'), 'the quick one is over').toBe(false);
  activity.begin('b', true);
  nowMs += 40;
  expect(activity.isServingOthers('slow'), 'the slow one is over').toBe(true);
});
