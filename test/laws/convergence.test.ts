// Law 2: the same records give the same people, links and versions, whatever the order, repetition and split.
// Law 1 beside it: each of them ends in exactly one outcome, and the receipts add up.

import { afterAll, beforeAll, expect, it } from 'vitest';
import fc from 'fast-check';
import { addCounts, receivedOf, zeroCounts } from '../../src/core/outcome.ts';
import { listOutcomes } from '../../src/storage/receipts.ts';
import { COBI, holdingsOf, openLine, take, WASABI } from '../helpers/line.ts';
import { forEachStore } from '../helpers/stores.ts';
import { retelling, sentRecords } from '../helpers/people.ts';
import { rounds } from '../helpers/rounds.ts';
import { seedOf } from './seed.ts';
import type { AccountScope } from '../../src/core/account.ts';
import type { Line } from '../helpers/line.ts';
import type { OutcomeCounts } from '../../src/core/outcome.ts';
import type { Sent } from '../helpers/people.ts';

const RUNS = rounds(200, 10_000);

/** Sends records in batches of one feed each, one batch after the other; gives the sum of their outcomes. */
async function sendInTurn(line: Line, scope: AccountScope, batches: readonly (readonly Sent[])[]): Promise<OutcomeCounts> {
  const counts = zeroCounts();
  for (const batch of batches) {
    for (const feed of [COBI, WASABI]) {
      const texts = batch.filter((sent) => sent.feed === feed).map(({ text }) => text);
      if (texts.length > 0) addCounts(counts, (await take(line, scope, feed, texts)).counts);
    }
  }
  return counts;
}

/** All batches at once: they meet in the lanes. */
async function sendAtOnce(line: Line, scope: AccountScope, batches: readonly (readonly Sent[])[]): Promise<void> {
  await Promise.all(batches.flatMap((batch) => batch.map(({ feed, text }) => take(line, scope, feed, [text]))));
}

forEachStore('the same records', (store) => {
  let line: Line;
  beforeAll(async () => {
    line = await openLine(await store.fresh());
  });
  afterAll(() => line.close());

  it('give the same customers, links and versions in any order, repetition and split', async () => {
    const property = fc.asyncProperty(retelling, async ({ records, batches }) => {
      const [one, two] = [await line.account(), await line.account()];
      await sendInTurn(line, one, [records]);
      await sendInTurn(line, two, batches);
      expect(await holdingsOf(line, two)).toEqual(await holdingsOf(line, one));
    });
    await fc.assert(property, { numRuns: RUNS, ...seedOf('convergence') });
  });

  it('give the same when they come at once', async () => {
    const property = fc.asyncProperty(retelling, async ({ records, batches }) => {
      const [one, two] = [await line.account(), await line.account()];
      await sendInTurn(line, one, [records]);
      await sendAtOnce(line, two, batches);
      expect(await holdingsOf(line, two)).toEqual(await holdingsOf(line, one));
    });
    await fc.assert(property, { numRuns: RUNS / 4, ...seedOf('convergence at once') });
  });

  it('end in one outcome each, and nothing changes when they come again', async () => {
    const property = fc.asyncProperty(sentRecords, fc.nat(3), async (records, bad) => {
      const scope = await line.account();
      const faulty = Array.from({ length: bad }, () => ({ feed: WASABI, text: '{"eventType":"ORDER"}' }));
      const counts = await sendInTurn(line, scope, [[...faulty, ...records]]);
      expect(receivedOf(counts)).toBe(records.length + bad);
      expect(counts.rejected).toBe(bad);
      const before = await holdingsOf(line, scope);
      const again = await sendInTurn(line, scope, [records]);
      expect(again).toMatchObject({ created: 0, updated: 0, rejected: 0 });
      expect(again.unchanged + again.stale).toBe(records.length);
      expect(await holdingsOf(line, scope)).toEqual(before);
      await expectBooked(line, scope, { offered: 2 * records.length + bad, rejected: bad });
    });
    await fc.assert(property, { numRuns: RUNS / 2, ...seedOf('conservation') });
  });
});

async function expectBooked(line: Line, scope: AccountScope, { offered, rejected }: { offered: number; rejected: number }): Promise<void> {
  const days = await line.database.forAccount(scope, (tx) => listOutcomes(tx, null));
  const sum = { offered: 0, received: 0, rejected: 0, notTaken: 0 };
  for (const day of days) {
    sum.offered += day.offered;
    sum.received += day.received;
    sum.rejected += day.outcomes.rejected;
    sum.notTaken += day.notTaken;
  }
  expect(sum).toEqual({ offered, received: offered, rejected, notTaken: 0 });
}
