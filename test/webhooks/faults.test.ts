// What must not matter to a receiver: that it was down for long, that other accounts' receivers are in trouble, that clocks jump.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from './eventually.ts';
import { expectInOrder } from './in-order.ts';
import { forEachStore } from '../helpers/stores.ts';
import { insertEvent } from '../../src/storage/outbox.ts';
import { openStand } from './stand.ts';
import { SLOTS_MAX } from '../../src/webhooks/pace.ts';
import { withStatus } from './receiver.ts';
import type { AccountScope } from '../../src/core/account.ts';
import type { Receiver, Script } from './receiver.ts';
import type { Stand } from './stand.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** Longer than any rest of an endpoint, jitter included. */
const REST_MS = 75_000;
/** Until rests have grown to a minute; what was under way at the first comes with them. */
const GROWING_RESTS = 10;
const LOOKS_A_JUMP = 5;

forEachStore('deliveries', (store) => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await openStand(await store.fresh());
    stand.worker();
  });
  afterAll(() => stand.stop());

  const changeAll = async (scope: AccountScope, people: number, day: number): Promise<void> => {
    const ids = Array.from({ length: people }, (_, person) => `person-${person}`);
    await stand.changeAll(scope, ids, { dateOfBirth: `1990-01-${String(day).padStart(2, '0')}` });
  };

  it('to a receiver that was down for an hour came one at a time meanwhile, and come step by step when it is back', async () => {
    const { scope, receiver } = await stand.account(withStatus(503));
    await changeAll(scope, 100, 1);
    await receiver.until((received) => received.length >= SLOTS_MAX);
    const [beganMs, atFirst] = [Date.parse(stand.clock.now()), receiver.received.length];
    const nextAttempt = async (): Promise<void> => {
      const before = receiver.received.length;
      let looks = 0;
      await eventually(
        () => {
          // A jump ends requests that are under way: now and then one has the time to arrive.
          if (looks++ % LOOKS_A_JUMP === 0) stand.clock.jump(REST_MS / 2);
          return receiver.received.length;
        },
        (length) => length > before,
      );
    };
    while (Date.parse(stand.clock.now()) < beganMs + HOUR_MS) await nextAttempt();
    // One after each rest, which grows to a minute, a fifth more or less.
    const minutes = (Date.parse(stand.clock.now()) - beganMs) / MINUTE_MS;
    expect(receiver.received.length - atFirst).toBeLessThanOrEqual(GROWING_RESTS + minutes / 0.8);
    const crowd = watchCrowd(receiver);
    stand.clock.jump(REST_MS);
    await stand.settled(scope);
    expect(crowd.slice(0, 3)).toEqual([1, 1, 2]);
    expect(Math.max(...crowd)).toBeLessThanOrEqual(SLOTS_MAX);
    expectInOrder(receiver.received, { people: 100, versions: 1 });
  });

  it('to some accounts go on while receivers of others hang or fail, each within its own slots', async () => {
    const several = (answer?: Script): Promise<Awaited<ReturnType<Stand['account']>>[]> =>
      Promise.all([stand.account(answer), stand.account(answer)]);
    const [hanging, failing, well] = [await several(() => undefined), await several(withStatus(500)), await several()];
    for (const { scope } of hanging) await changeAll(scope, SLOTS_MAX + 10, 1);
    for (const { scope } of failing) await changeAll(scope, 20, 1);
    for (const { receiver } of hanging) await receiver.until((received) => received.length === SLOTS_MAX);
    for (const { scope } of well) await changeAll(scope, 20, 1);
    for (const { receiver } of well) await receiver.until((received) => received.length === 20);
    for (const { receiver } of hanging) expect([receiver.received.length, receiver.connections()]).toEqual([SLOTS_MAX, SLOTS_MAX]);
    for (const { scope, receiver } of [...hanging, ...failing]) {
      receiver.answer = withStatus(204);
      stand.clock.jump(REST_MS);
      await stand.settled(scope);
    }
  });

  it('come once each and in order although the clock is set back and forward by an hour', async () => {
    const { scope, receiver } = await stand.account();
    let failures = 0;
    receiver.answer = ({ body }, answer) => {
      const isRefused = body?.version === 2 && failures < 2;
      if (isRefused) failures += 1;
      answer.writeHead(isRefused ? 503 : 204).end();
    };
    let day = 1;
    for (const jumpMs of [0, -HOUR_MS, HOUR_MS, HOUR_MS, -HOUR_MS]) {
      stand.clock.jump(jumpMs);
      await changeAll(scope, 5, day++);
    }
    await stand.settled(scope);
    const taken = receiver.received.filter((one, index, all) => all.findIndex(({ id }) => id === one.id) === index);
    expect(taken).toHaveLength(25);
    expectInOrder(receiver.received, { people: 5, versions: 5 });
  });

  it('keep their order where the clock of the database is set back', async () => {
    const { scope, receiver } = await stand.account();
    await stand.rows(scope, `update account_counter set recorded_at = clock_timestamp() + interval '1 hour' where account_id = $1`);
    const tell = (name: string): Promise<string | null> =>
      stand.line.database.inTransaction(scope, (tx) =>
        insertEvent(tx, { type: 'account.updated', document: JSON.stringify({ id: scope.accountId, name }) }),
      );
    for (const day of [1, 2]) {
      await tell(`name ${day}`);
      await receiver.until((received) => received.length === 2 * day - 1);
      await stand.change(scope, 'ann', { dateOfBirth: `1990-01-0${day}` });
      await receiver.until((received) => received.length === 2 * day);
    }
    const ids = receiver.received.map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted());
    expect(receiver.received.map(({ body }) => body?.data['name'] ?? body?.version)).toEqual(['name 1', 1, 'name 2', 2]);
  });
});

/** From now on answers well after a moment; how many requests were under way at each arrival. */
function watchCrowd(receiver: Receiver): number[] {
  const crowd: number[] = [];
  let underWay = 0;
  const answerLater: Script = (_one, answer) => {
    underWay += 1;
    crowd.push(underWay);
    setTimeout(() => {
      underWay -= 1;
      answer.writeHead(204).end();
    }, 20);
  };
  receiver.answer = answerLater;
  return crowd;
}
