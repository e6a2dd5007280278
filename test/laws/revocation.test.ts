// Two nodes on one PostgreSQL between whom the word that a credential ended does not come through: it ends within a second.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { Client } from 'pg';
import { onPostgresql } from '../helpers/stores.ts';
import { startRegistryHere, startChildRegistry } from '../helpers/registry.ts';
import type { Api } from '../helpers/api.ts';
import type { RegistryHere, TestRegistry } from '../helpers/registry.ts';

/** Far less than the second that a caller is held in memory, and enough for a word between processes. */
const WORD_MS = 400;
const FRESH_MS = 1_000;

onPostgresql('two nodes that cannot hear each other', (store) => {
  let here: RegistryHere;
  let there: TestRegistry;
  let server: Client;
  beforeAll(async () => {
    const settings = await store.fresh();
    if (!('databaseUrl' in settings)) throw new Error('a PostgreSQL was asked for');
    here = await startRegistryHere(settings);
    there = await startChildRegistry(settings, here.key);
    server = new Client(settings.databaseUrl);
    await server.connect();
  });
  afterAll(async () => {
    await server.end();
    await there.stop();
    await here.stop();
  });

  const newKey = async (): Promise<{ id: string; key: string }> =>
    (await here.api.post<{ id: string; key: string }>('/v1/access-keys', { permissions: ['customers.read'] })).body;
  const statusOf = async (api: Api, credential: string): Promise<number> => (await api.withKey(credential).get('/v1/me')).status;
  const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));
  const statusAfter = async (ms: number, credential: string): Promise<number> => {
    await pause(ms);
    return statusOf(there.api, credential);
  };

  it('both know within a second, and hear again afterwards', async () => {
    const [first, second] = [await newKey(), await newKey()];
    const listening = (): Promise<number> =>
      server
        .query(`select from pg_stat_activity where application_name = 'clientele listener' and datname = current_database()`)
        .then(({ rowCount }) => rowCount ?? 0);
    expect(await statusOf(there.api, first.key)).toBe(200);
    const listeners = await listening();
    expect(listeners).toBeGreaterThanOrEqual(2);
    await server.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'clientele listener' and datname = current_database()`,
    );
    await here.api.send('DELETE', `/v1/access-keys/${first.id}`);
    expect(await statusAfter(FRESH_MS, first.key)).toBe(401);
    for (let tries = 0; tries < 50 && (await listening()) < listeners; tries += 1) await pause(100);
    expect(await listening()).toBe(listeners);
    expect(await statusOf(there.api, second.key)).toBe(200);
    await here.api.send('DELETE', `/v1/access-keys/${second.id}`);
    expect(await statusAfter(WORD_MS, second.key)).toBe(401);
  });
});
