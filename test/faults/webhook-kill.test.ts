// `kill -9` of a server while webhooks drain, again and again: every change is told at least once, a customer's versions never come
// out of order, and what comes twice comes under the same id.

import { it, onTestFinished } from 'vitest';
import { addAccounts } from '../helpers/accounts.ts';
import { eventually } from '../webhooks/eventually.ts';
import { expectInOrder } from '../webhooks/in-order.ts';
import { forEachStore } from '../helpers/stores.ts';
import { openLine, take, WASABI } from '../helpers/line.ts';
import { operatorKey, startChildRegistry } from '../helpers/registry.ts';
import { rounds } from '../helpers/rounds.ts';
import { startReceiver } from '../webhooks/receiver.ts';
import { wasabi } from '../helpers/people.ts';
import type { StoreSettings } from '../../src/storage/database.ts';

const ROUNDS = rounds(5, 50);
const PEOPLE = 1_000;
const VERSIONS = 20;

/** Every person, then every person again with something new, and so on, all waiting to be told. */
async function fill(settings: StoreSettings, key: string, url: string): Promise<void> {
  const [scope] = await addAccounts(settings, [key]);
  const line = await openLine(settings);
  const params = [scope?.accountId ?? '', url];
  await line.database.onPlatform((tx) => tx.query({ sql: 'update account set webhook_uri = $2 where account_id = $1', params }));
  for (let version = 1; version <= VERSIONS; version += 1) {
    const updatedAt = new Date(Date.UTC(2024, 0, 1) + version * 1000).toISOString();
    const texts = Array.from({ length: PEOPLE }, (_, person) => JSON.stringify(wasabi(`person-${person}`, { updatedAt })));
    await take(line, scope!, WASABI, texts);
  }
  await line.close();
}

forEachStore('a server that is killed while webhooks drain', (store) => {
  it(
    `${ROUNDS} times tells every change, in the order of each customer`,
    async () => {
      const told = new Set<string>();
      const receiver = await startReceiver(({ id }, answer) => {
        told.add(id);
        answer.writeHead(204).end();
      });
      onTestFinished(() => receiver.stop());
      const settings = await store.fresh();
      const key = operatorKey();
      await fill(settings, key, receiver.url);
      const share = (PEOPLE * VERSIONS) / (ROUNDS + 2);
      for (let round = 1; round <= ROUNDS; round += 1) {
        const registry = await startChildRegistry(settings, key);
        await receiver.until(() => told.size >= round * share);
        await registry.kill();
      }
      const registry = await startChildRegistry(settings, key);
      onTestFinished(() => registry.stop());
      await eventually(
        () => told.size,
        (size) => size === PEOPLE * VERSIONS,
      );
      expectInOrder(receiver.received, { people: PEOPLE, versions: VERSIONS });
    },
    (ROUNDS + 1) * 60_000,
  );
});
