// Turns at the event loop: account after account, one slice a round, whatever one of them has waiting.

import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { openTurns } from '../../src/ingest/turns.ts';

it('go round the accounts, however many slices one of them has waiting', async () => {
  const turns = openTurns();
  const order: string[] = [];
  const slices = ['flood', 'flood', 'flood', 'flood', 'quiet', 'other', 'quiet'].map((account) =>
    turns.take(account).then(() => order.push(account)),
  );
  await Promise.all(slices);
  expect(order).toEqual(['flood', 'quiet', 'other', 'flood', 'quiet', 'flood', 'flood']);
});

it('are given one a round of the loop, so that all else is served between two', async () => {
  const turns = openTurns();
  let slices = 0;
  const taking = Promise.all(Array.from({ length: 10 }, () => turns.take('flood').then(() => (slices += 1))));
  const seen: number[] = [];
  while (slices < 10) {
    await setImmediate();
    seen.push(slices);
  }
  await taking;
  expect(Math.max(...seen.map((count, at) => count - (seen[at - 1] ?? 0)))).toBe(1);
});

it('are taken again by who comes later', async () => {
  const turns = openTurns();
  await turns.take('first');
  await expect(turns.take('first')).resolves.toBeUndefined();
});
