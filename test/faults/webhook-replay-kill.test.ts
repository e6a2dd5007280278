// `kill -9` of a server while replays are sent: each is sent at least once, marked and under its id, or still waits; none is lost.

import { expect, it, onTestFinished } from 'vitest';
import { addAccounts } from '../helpers/accounts.ts';
import { eventually } from '../webhooks/eventually.ts';
import { forEachStore } from '../helpers/stores.ts';
import { operatorKey, startChildRegistry } from '../helpers/registry.ts';
import { rounds } from '../helpers/rounds.ts';
import { startReceiver } from '../webhooks/receiver.ts';
import { wasabi } from '../helpers/people.ts';
import type { ChildRegistry } from '../helpers/registry.ts';

const ROUNDS = rounds(3, 20);
const PEOPLE = 60 * ROUNDS;

forEachStore('a server that is killed while it replays', (store) => {
  it(
    `${ROUNDS} times sends each once at least`,
    async () => {
      const [settings, key] = [await store.fresh(), operatorKey()];
      await addAccounts(settings, [key]);
      const receiver = await startReceiver();
      onTestFinished(() => receiver.stop());
      let registry = await startChildRegistry(settings, key);
      onTestFinished(() => registry.stop());
      expect((await registry.api.send('PUT', '/v1/webhooks', { url: receiver.url })).status).toBe(200);
      await registry.api.post(
        '/wasabi/events',
        Array.from({ length: PEOPLE }, (_, person) => wasabi(`person-${person}`)),
      );
      await untilSettled(registry);
      const ids = new Set(receiver.received.map(({ id }) => id));
      expect(ids.size).toBe(PEOPLE);

      const asked = await registry.api.post('/v1/webhooks/deliveries/replay', { state: 'delivered' });
      expect([asked.status, asked.body]).toEqual([202, { replays: PEOPLE, hasMore: false }]);
      const replayed = (): Set<string> => new Set(receiver.received.filter(({ isReplay }) => isReplay).map(({ id }) => id));
      for (let round = 0; round < ROUNDS; round += 1) {
        // The first at once, behind the answer; the others while they are on their way.
        await receiver.until(() => replayed().size >= round * 40);
        await registry.kill();
        registry = await startChildRegistry(settings, key);
      }
      await receiver.until(() => replayed().size === PEOPLE);
      expect(replayed()).toEqual(ids);
    },
    60_000 + ROUNDS * 30_000,
  );
});

async function untilSettled({ api }: ChildRegistry): Promise<void> {
  const countOf = async (state: string): Promise<number> =>
    (await api.get<{ data: unknown[] }>(`/v1/webhooks/deliveries?state=${state}&limit=1`)).body.data.length;
  await eventually(
    async () => (await countOf('pending')) + (await countOf('retrying')),
    (open) => open === 0,
  );
}
