// Several processes on one PostgreSQL: one that takes changes in, and workers that are killed and followed by others.

import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { eventually } from '../webhooks/eventually.ts';
import { expectInOrder } from '../webhooks/in-order.ts';
import { onPostgresql } from '../helpers/stores.ts';
import { startChildRegistry, startRegistryHere } from '../helpers/registry.ts';
import { startReceiver } from '../webhooks/receiver.ts';
import { wasabi } from '../helpers/people.ts';
import type { ChildRegistry, RegistryHere } from '../helpers/registry.ts';
import type { StoreSettings } from '../../src/storage/database.ts';

const PEOPLE = 40;
const VERSIONS = 12;
const KILLED_AFTER = [1, 4, 8];
const KEPT_ANSWER_MS = 5;

onPostgresql('CLIENTELE_ROLES', (store) => {
  let settings: StoreSettings;
  let api: RegistryHere;
  beforeAll(async () => {
    settings = await store.fresh();
    api = await startRegistryHere(settings, { env: { CLIENTELE_ROLES: 'api' } });
  });
  afterAll(() => api.stop());

  const startWorker = (): Promise<ChildRegistry> => startChildRegistry(settings, api.key, { CLIENTELE_ROLES: 'worker' });

  it('divides the work: what one process takes in, workers send, each change in its order although they are killed', async () => {
    const receiver = await startReceiver((_one, answer) => void setTimeout(() => answer.writeHead(204).end(), KEPT_ANSWER_MS));
    onTestFinished(() => receiver.stop());
    expect((await api.api.send('PUT', '/v1/webhooks', { url: receiver.url })).status).toBe(200);
    let worker = await startWorker();
    onTestFinished(() => worker.stop());
    for (let version = 1; version <= VERSIONS; version += 1) {
      const updatedAt = new Date(Date.UTC(2024, 0, 1) + version * 1000).toISOString();
      const people = Array.from({ length: PEOPLE }, (_, person) => wasabi(`person-${person}`, { updatedAt }));
      await api.api.post('/wasabi/events', people);
      if (!KILLED_AFTER.includes(version)) continue;
      const before = receiver.received.length;
      await receiver.until((received) => received.length > before);
      await worker.kill();
      worker = await startWorker();
    }
    await eventually(
      () => new Set(receiver.received.map(({ id }) => id)).size,
      (size) => size === PEOPLE * VERSIONS,
    );
    expectInOrder(receiver.received, { people: PEOPLE, versions: VERSIONS });
  }, 120_000);

  it('without api answers whether the process is well, and nothing else', async () => {
    const worker = await startRegistryHere(settings, { env: { CLIENTELE_ROLES: 'worker', CLIENTELE_OPERATOR_KEY: api.key } });
    onTestFinished(() => worker.stop());
    const statuses = async (...paths: string[]): Promise<number[]> =>
      Promise.all(paths.map(async (path) => (await worker.api.get(path)).status));
    expect(await statuses('/healthz', '/readyz', '/metrics')).toEqual([200, 200, 200]);
    expect(await statuses('/v1/customers', '/v1/me', '/wasabi/customers/a', '/openapi.json', '/docs', '/')).toEqual(Array(6).fill(404));
  });
});
