// How far behind each endpoint is, as `/metrics` tells it: by the age of the oldest event that was not told, whatever the reason.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from './eventually.ts';
import { forEachStore } from '../helpers/stores.ts';
import { openStand } from './stand.ts';
import { readBacklogs } from '../../src/webhooks/backlog.ts';
import { withStatus } from './receiver.ts';
import type { AccountScope } from '../../src/core/account.ts';
import type { Backlog } from '../../src/webhooks/backlog.ts';
import type { Stand } from './stand.ts';

const TEN_MINUTES_MS = 600_000;

forEachStore('the oldest undelivered age', (store) => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await openStand(await store.fresh());
    stand.worker();
  });
  afterAll(() => stand.stop());

  const backlogOf = async ({ accountId }: AccountScope): Promise<Backlog | undefined> =>
    (await readBacklogs({ database: stand.line.database, clock: stand.clock })).find((one) => one.accountId === accountId);
  const untilLeft = (scope: AccountScope): Promise<unknown> =>
    eventually(
      async () => (await stand.rows(scope, 'select leased_by from webhook_lane where account_id = $1'))[0],
      (lane) => lane?.['leased_by'] === null,
    );

  it('grows while a receiver asks for time, whether a worker has its lane or not, and is none when all is told', async () => {
    const { scope, receiver } = await stand.account(withStatus(429, { 'retry-after': '3600' }));
    await stand.change(scope, 'ada');
    await receiver.until((received) => received.length === 1);
    stand.clock.jump(TEN_MINUTES_MS);
    const held = await backlogOf(scope);
    expect(held).toMatchObject({ isHeld: false });
    expect(held?.ageSeconds).toBeGreaterThanOrEqual(600);
    await untilLeft(scope);
    stand.clock.jump(TEN_MINUTES_MS);
    expect((await backlogOf(scope))?.ageSeconds).toBeGreaterThanOrEqual(1_200);
    receiver.answer = withStatus(204);
    await stand.settled(scope);
    await untilLeft(scope);
    expect(await backlogOf(scope)).toBeUndefined();
  });

  it('grows while a receiver hangs, and each account has its own', async () => {
    const [hanging, well] = [await stand.account(() => undefined), await stand.account()];
    for (const { scope } of [hanging, well]) await stand.change(scope, 'ben');
    await hanging.receiver.until((received) => received.length === 1);
    await stand.settled(well.scope);
    await untilLeft(well.scope);
    const before = await backlogOf(hanging.scope);
    expect(before).toMatchObject({ isHeld: false });
    stand.clock.jump(TEN_MINUTES_MS);
    expect((await backlogOf(hanging.scope))?.ageSeconds).toBeGreaterThanOrEqual((before?.ageSeconds ?? 0) + 600);
    expect(await backlogOf(well.scope)).toBeUndefined();
    hanging.receiver.answer = withStatus(204);
    await stand.settled(hanging.scope);
  });

  it('says where a webhook was disabled that nothing is sent until somebody says so', async () => {
    const { scope, receiver } = await stand.account(withStatus(410));
    await stand.change(scope, 'cleo');
    await receiver.until((received) => received.length === 1);
    await untilLeft(scope);
    await stand.change(scope, 'dov');
    await untilLeft(scope);
    expect(await eventually(() => backlogOf(scope), Boolean)).toMatchObject({ isHeld: true });
    expect(receiver.received).toHaveLength(1);
  });
});
