// Deliveries sent again on demand: marked, under their id, outside of the order but never before what is still to be told of a customer,
// and at a bounded rate.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from './eventually.ts';
import { forEachStore } from '../helpers/stores.ts';
import { openStand } from './stand.ts';
import { replayDeliveries } from '../../src/registry/read-deliveries.ts';
import { withStatus } from './receiver.ts';
import type { AccountScope } from '../../src/core/account.ts';
import type { Stand } from './stand.ts';

/** So many go at once, and then there is a pause. */
const AT_ONCE = 20;
const PAUSE_MS = 200;

forEachStore('a replay', (store) => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await openStand(await store.fresh());
    stand.worker();
  });
  afterAll(() => stand.stop());

  const replay = async (scope: AccountScope, state: 'delivered' | 'failed'): Promise<number> =>
    (await replayDeliveries({ database: stand.line.database, clock: stand.clock }, scope, { state })).replays;
  const statesOf = async (scope: AccountScope): Promise<unknown[]> =>
    (await stand.rows(scope, 'select state, attempts from delivery where account_id = $1 order by delivery_id')).map(
      ({ state, attempts }) => [state, attempts],
    );

  it('is not sent while a first delivery of its customer is pending, and holds up nobody', async () => {
    const { scope, receiver } = await stand.account();
    await stand.change(scope, 'ada', { dateOfBirth: '1990-01-01' });
    await stand.change(scope, 'ben', { dateOfBirth: '1991-01-01' });
    await stand.settled(scope);
    receiver.answer = ({ body }, answer) => void answer.writeHead(body?.version === 2 ? 503 : 204).end();
    await stand.change(scope, 'ada', { dateOfBirth: '1990-01-02' });
    await receiver.until((received) => received.length === 3);
    expect(await replay(scope, 'delivered')).toBe(2);
    await receiver.until((received) => received.some(({ isReplay }) => isReplay));
    const replayed = (): (number | string | undefined)[][] =>
      receiver.received.filter(({ isReplay }) => isReplay).map(({ body }) => [String(body?.data['birthDate']), body?.version]);
    expect(replayed()).toEqual([['1991-01-01', 1]]);
    receiver.answer = withStatus(204);
    await stand.settled(scope);
    expect(replayed()).toEqual([
      ['1991-01-01', 1],
      ['1990-01-01', 1],
    ]);
    expect(receiver.received.at(-2)).toMatchObject({ isReplay: false, body: { version: 2 } });
  });

  it('that fails is tried once and leaves a delivery as it stood; one that succeeds makes a failed one delivered', async () => {
    const { scope, receiver } = await stand.account();
    await stand.change(scope, 'cleo');
    await stand.settled(scope);
    await stand.rows(scope, `update delivery set state = 'failed' where account_id = $1`);
    receiver.answer = withStatus(500);
    expect(await replay(scope, 'failed')).toBe(1);
    await eventually(
      () => statesOf(scope),
      ([first]) => (first as unknown[])[1] === '2',
    );
    expect(await statesOf(scope)).toEqual([['failed', '2']]);
    receiver.answer = withStatus(204);
    expect(await replay(scope, 'failed')).toBe(1);
    await stand.settled(scope);
    expect(await statesOf(scope)).toEqual([['delivered', '3']]);
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(1);
    expect(receiver.received.map(({ isReplay }) => isReplay)).toEqual([false, true, true]);
  });

  it('of many goes in small groups, with pauses between them', async () => {
    const { scope, receiver } = await stand.account();
    const count = 3 * AT_ONCE;
    await stand.changeAll(
      scope,
      Array.from({ length: count }, (_, person) => `person-${person}`),
    );
    await stand.settled(scope);
    receiver.received.length = 0;
    const groups: number[] = [];
    receiver.answer = (_one, answer) => {
      groups.push(performance.now());
      answer.writeHead(204).end();
    };
    expect(await replay(scope, 'delivered')).toBe(count);
    await receiver.until((received) => received.length === count);
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(count);
    // Two pauses at least lie between the first and the last; a busy machine makes them longer and never shorter.
    expect((groups.at(-1) ?? 0) - (groups[0] ?? 0)).toBeGreaterThan(PAUSE_MS);
  });
});
