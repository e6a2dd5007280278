// Group commit: batches share transactions, meet on the same customers in the order in which they were handed over, and fail alone.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cobi, uuid, wasabi } from '../helpers/people.ts';
import { COBI, holdingsOf, openLine, take, WASABI } from '../helpers/line.ts';
import { forEachStore } from '../helpers/stores.ts';
import { openLanes } from '../../src/ingest/lanes.ts';
import type { Lanes } from '../../src/ingest/lanes.ts';
import type { AccountScope } from '../../src/core/account.ts';
import type { Database } from '../../src/storage/database.ts';
import type { Line } from '../helpers/line.ts';

forEachStore('lanes', (store) => {
  let line: Line;
  beforeAll(async () => {
    line = await openLine(await store.fresh());
  });
  afterAll(() => line.close());

  const timeless = (number: number, gender: string): string => JSON.stringify(cobi(number, { gender, updated: null }));
  const genderOf = async (scope: AccountScope, number: number): Promise<unknown> => {
    const { customers } = await holdingsOf(line, scope);
    const found: { gender?: unknown } | undefined = customers.find((customer) => JSON.stringify(customer).includes(uuid(number)));
    return found?.gender;
  };

  it('keep the order of two batches about one customer, also when the first has to wait for another', async () => {
    for (let round = 0; round < 10; round += 1) {
      const scope = await line.account();
      await Promise.all([
        take(line, scope, COBI, [timeless(1, 'a')]),
        take(line, scope, COBI, [timeless(1, 'b'), timeless(2, 'first')]),
        take(line, scope, COBI, [timeless(2, 'second')]),
      ]);
      expect([await genderOf(scope, 1), await genderOf(scope, 2)]).toEqual(['b', 'second']);
    }
  });

  it('keep it across feeds that meet in one customer', async () => {
    const scope = await line.account();
    const reports = await Promise.all([
      take(line, scope, COBI, [timeless(5, 'a')]),
      take(line, scope, WASABI, [JSON.stringify(wasabi(uuid(5)))]),
      take(line, scope, COBI, [timeless(5, 'b')]),
    ]);
    expect(reports.map(({ counts }) => counts.created + counts.updated)).toEqual([1, 1, 1]);
    expect(await genderOf(scope, 5)).toBe('b');
  });

  describe('of an account that floods', () => {
    const FLOOD_BATCHES = 12;
    const BATCH = 200;
    const events = (prefix: string, count: number): string[] =>
      Array.from({ length: count }, (_, at) => JSON.stringify(wasabi(`${prefix}-${at}`)));

    /**
     * Sends a flood and then one record of another account; gives how many transactions of the flood ran at once, in which order all ended,
     * and how many of the flood's ended while the neighbour's record waited in its lane.
     */
    async function flood(isShared: boolean): Promise<{ atOnce: number; order: string[]; waited: number }> {
      const [flooder, neighbour] = [await line.account(), await line.account()];
      let [running, atOnce] = [0, 0];
      const order: string[] = [];
      const database: Database = {
        ...line.database,
        async commitAll(scope, statements) {
          if (scope.accountId !== flooder.accountId) return line.database.commitAll(scope, statements);
          running += 1;
          atOnce = Math.max(atOnce, running);
          return line.database.commitAll(scope, statements).finally(() => (running -= 1));
        },
      };
      const lanes = openLanes(
        { ...line, database },
        (_records, _ms, accountId) => order.push(accountId === flooder.accountId ? 'flood' : 'neighbour'),
        { hasOthers: () => isShared, isServingOthers: () => false },
      );
      let before = 0;
      const counting: Lanes = {
        ...lanes,
        save(scope, batch) {
          if (scope.accountId === neighbour.accountId) before = order.length;
          return lanes.save(scope, batch);
        },
      };
      const there = { ...line, lanes: counting };
      const flooding = Array.from({ length: FLOOD_BATCHES }, (_, at) =>
        take(there, flooder, WASABI, events(`flood-${isShared}-${at}`, BATCH)),
      );
      await Promise.all([...flooding, take(there, neighbour, WASABI, events('one', 1))]);
      await lanes.drain();
      return { atOnce, order, waited: order.indexOf('neighbour') - before };
    }

    it('run one at a time while others ask, so that a neighbour waits for one of them at most', async () => {
      const { atOnce, order, waited } = await flood(true);
      expect(atOnce).toBe(1);
      expect(order.filter((whose) => whose === 'flood')).toHaveLength(FLOOD_BATCHES);
      // Connections of PostgreSQL wait for no one but the machine; the embedded store has one, for which all stand in line.
      if (store.kind === 'embedded') expect(waited).toBeLessThanOrEqual(2);
    });

    it('run several at once, and larger, while it is alone', async () => {
      const { order } = await flood(false);
      expect(order.filter((whose) => whose === 'flood').length).toBeLessThan(FLOOD_BATCHES);
    });
  });

  describe('beside quick requests of others', () => {
    const events = (count: number): string[] => Array.from({ length: count }, (_, at) => JSON.stringify(wasabi(`bulk-${at}`)));

    /**
     * Saves so many records while others are served until `quietAt` looks; gives how often it looked whether they are. Time passes only
     * while it waits.
     */
    async function looksFor(records: number, quietAt: number): Promise<number> {
      let looks = 0;
      let elapsedMs = 0;
      const clock = { ...line.clock, elapsedMs: () => elapsedMs, sleep: async (ms: number) => void (elapsedMs += ms) };
      const neighbours = { hasOthers: () => true, isServingOthers: () => (looks += 1) < quietAt };
      const lanes = openLanes({ ...line, clock }, () => undefined, neighbours);
      await take({ ...line, lanes }, await line.account(), WASABI, events(records));
      return looks;
    }

    it('bulk waits until they are answered', async () => {
      expect(await looksFor(50, 4)).toBe(4);
    });

    it('bulk goes on in the end, however many follow', async () => {
      expect(await looksFor(50, Infinity)).toBeLessThanOrEqual(22);
    });

    it('few records wait for nobody', async () => {
      expect(await looksFor(20, Infinity)).toBe(0);
    });
  });

  describe('commit', () => {
    it('many single records in few transactions', async () => {
      const scope = await line.account();
      const sizes: number[] = [];
      const lanes = openLanes(line, (records) => sizes.push(records));
      await Promise.all(
        Array.from({ length: 200 }, (_, number) => take({ ...line, lanes }, scope, WASABI, [JSON.stringify(wasabi(`p${number}`))])),
      );
      await lanes.drain();
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(200);
      expect(sizes.length).toBeLessThan(20);
    });

    it('nothing more when drained', async () => {
      await line.lanes.drain();
      const scope = await line.account();
      let isDone = false;
      const saving = take(line, scope, WASABI, [JSON.stringify(wasabi('last'))]).then(() => (isDone = true));
      await line.lanes.drain();
      await saving;
      expect(isDone).toBe(true);
    });
  });
});
