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
  /** Rows that were written by a transaction that kept an answer. */
  const makersOf = (table: string): string =>
    `select count(*) from ${table} t where exists (select from idempotency i where i.answer is not null and i.xmin = t.xmin)`;
  const keyed = (path: string, body: object | string, named: string): ReturnType<ChildRegistry['api']['post']> =>
    registry.api.post(path, body, { 'idempotency-key': named });

  it('and its answer are one transaction', async () => {
    const { id } = (await keyed('/v1/access-keys', { name: 'one', permissions: [] }, 'create')).body as { id: string };
    expect(await countOf(makersOf('access_key'))).toBe(1);
    await keyed(`/v1/access-keys/${id}/rotate`, {}, 'rotate');
    expect(await countOf(makersOf('access_key'))).toBe(2);
    await keyed('/v1/logins', { username: 'keyed', password: 'a password of some length' }, 'login');
    expect(await countOf(makersOf('login'))).toBe(1);
    await keyed('/v1/webhooks/secrets/rotate', {}, 'secret');
    expect(await countOf(makersOf('webhook_endpoint'))).toBe(1);
    const { id: importId } = await importFile(registry.api, `${JSON.stringify(cobi(1))}\n`);
    await keyed(`/v1/imports/${importId}/undo`, '', 'undo');
    expect(await countOf(`select count(*) from idempotency where answer is not null`)).toBe(5);
  });

  it('is done once where the server dies while the answer is being kept', async () => {
    await server.query(SLOW_ANSWERS);
    const lost = keyed('/v1/access-keys', { name: 'twice?', permissions: [] }, 'killed').catch(() => null);
    const isBusy = `select count(*) from pg_stat_activity where query like '%idempotency set answer%' and wait_event = 'PgSleep'`;
    while ((await countOf(isBusy)) === 0) await new Promise((resolve) => void setTimeout(resolve, 20));
    await registry.kill();
    await server.query(`select pg_terminate_backend(pid) from pg_stat_activity where wait_event = 'PgSleep'`);
    await lost;
    await server.query('drop trigger slow on idempotency');
    await server.query(`update idempotency set claimed_until = now() where answer is null`);
    registry = await startChildRegistry(settings, key);
    expect(await keyed('/v1/access-keys', { name: 'twice?', permissions: [] }, 'killed')).toMatchObject({ status: 201 });
    expect(await countOf(`select count(*) from access_key where name = 'twice?'`)).toBe(1);
  });
});
