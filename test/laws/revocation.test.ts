// Two nodes on one PostgreSQL between whom the word that a credential ended does not come through: it ends within a second.

import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Client } from 'pg';
import { onPostgresql } from '../helpers/stores.ts';
import { operatorKey, startRegistryHere, startChildRegistry } from '../helpers/registry.ts';
import { systemClock } from '../../src/clock.ts';
import type { Api } from '../helpers/api.ts';
import type { ChildRegistry, RegistryHere } from '../helpers/registry.ts';

/** For how long a caller is held in memory, by a clock that moves only where the test says so. */
const FRESH_MS = 1_000;
/** Word comes, however busy the machine is; without it nothing would. */
const PATIENCE = { timeout: 30_000, interval: 20 };

onPostgresql('two nodes that cannot hear each other', (store) => {
  let here: ChildRegistry;
  let there: RegistryHere;
  let elapsedMs = 0;
  let server: Client;
  beforeAll(async () => {
    const settings = await store.fresh();
    if (!('databaseUrl' in settings)) throw new Error('a PostgreSQL was asked for');
    here = await startChildRegistry(settings, operatorKey());
    const clock = { ...systemClock(), elapsedMs: () => elapsedMs };
    there = await startRegistryHere(settings, { clock, env: { CLIENTELE_ROLES: 'api' } });
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
    elapsedMs += FRESH_MS;
    expect(await statusOf(there.api, first.key)).toBe(401);
    await vi.waitFor(async () => expect(await listening()).toBe(listeners), PATIENCE);
    expect(await statusOf(there.api, second.key)).toBe(200);
    await here.api.send('DELETE', `/v1/access-keys/${second.id}`);
    await vi.waitFor(async () => expect(await statusOf(there.api, second.key)).toBe(401), PATIENCE);
  });
});
