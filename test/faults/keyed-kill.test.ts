// A server killed around what must not be done twice: with an Idempotency-Key, the answer is kept by the transaction that does it, so
// that nothing can come between the two.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { Client } from 'pg';
import { importFile } from '../helpers/imports.ts';
import { cobi } from '../helpers/people.ts';
import { onPostgresql } from '../helpers/stores.ts';
import { operatorKey, startChildRegistry } from '../helpers/registry.ts';
import type { ChildRegistry } from '../helpers/registry.ts';
import type { StoreSettings } from '../../src/storage/database.ts';

const SLOW_ANSWERS = `create function be_slow() returns trigger language plpgsql as $$ begin perform pg_sleep(2); return new; end $$;
create trigger slow before update of answer on idempotency for each row execute function be_slow();`;

onPostgresql('a creation under an Idempotency-Key', (store) => {
  const key = operatorKey();
  let settings: StoreSettings;
  let registry: ChildRegistry;
  let server: Client;
  beforeAll(async () => {
    settings = await store.fresh();
    if (!('databaseUrl' in settings)) throw new Error('a PostgreSQL was asked for');
    registry = await startChildRegistry(settings, key);
    server = new Client(settings.databaseUrl);
    await server.connect();
  });
  afterAll(async () => {
    await server.end();
    await registry.stop();
  });

  const countOf = async (sql: string): Promise<number> => Number((await server.query<{ count: string }>(sql)).rows[0]?.count);
  const keyed = (path: string, body: object | string, named: string): ReturnType<ChildRegistry['api']['post']> =>
    registry.api.post(path, body, { 'idempotency-key': named });

  it('and its answer are one transaction', async () => {
    const made = await keyed('/v1/access-keys', { name: 'one', permissions: [] }, 'create');
    const { id } = made.body as { id: string };
    await keyed(`/v1/access-keys/${id}/rotate`, {}, 'rotate');
    await keyed('/v1/logins', { username: 'keyed', password: 'a password of some length' }, 'login');
    await keyed('/v1/webhooks/secrets/rotate', {}, 'secret');
    await registry.api.send('PUT', '/v1/webhooks', { url: 'http://127.0.0.1:9/hook' });
    await keyed('/v1/webhooks/test', '', 'test');
    const { id: importId } = await importFile(registry.api, `${JSON.stringify(cobi(1))}\n`);
    await keyed(`/v1/imports/${importId}/undo`, '', 'undo');
    const { rows } = await server.query<{ xmin: string }>(`select xmin from idempotency where answer is not null`);
    expect(rows).toHaveLength(6);
    const makers = new Set(rows.map(({ xmin }) => xmin));
    // Other rows have moved on since: the endpoint was given an address, the delivery was tried, the import was undone.
    for (const [table, made] of [
      ['access_key', 2],
      ['login', 1],
    ] as const) {
      const found = await server.query<{ xmin: string }>(`select xmin from ${table}`);
      expect(found.rows.filter(({ xmin }) => makers.has(xmin)).length, table).toBe(made);
    }
  });

  it('is done once where the server dies while the answer is being kept', async () => {
    await server.query(SLOW_ANSWERS);
    const lost = keyed('/v1/access-keys', { name: 'twice?', permissions: [] }, 'killed').catch(() => null);
    const isBusy = `select count(*) from pg_stat_activity where query like '%idempotency set answer%' and wait_event = 'PgSleep'`;
    while ((await countOf(isBusy)) === 0) await new Promise((resolve) => void setTimeout(resolve, 20));
    await registry.kill();
    await lost;
    await server.query('drop trigger slow on idempotency');
    await server.query(`update idempotency set claimed_until = now() where answer is null`);
    registry = await startChildRegistry(settings, key);
    expect(await keyed('/v1/access-keys', { name: 'twice?', permissions: [] }, 'killed')).toMatchObject({ status: 201 });
    expect(await countOf(`select count(*) from access_key where name = 'twice?'`)).toBe(1);
  });
});
