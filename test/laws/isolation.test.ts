// Law 7: the same records in two accounts never meet, and behind the application's own filter stands the database's.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { Client } from 'pg';
import { cobi, uuid, wasabi } from '../helpers/people.ts';
import { COBI, holdingsOf, openLine, take, WASABI } from '../helpers/line.ts';
import { forEachStore, onPostgresql } from '../helpers/stores.ts';
import { PLATFORM_TABLES, TENANT_TABLES } from '../../src/storage/schema.ts';
import type { AccountScope } from '../../src/core/account.ts';
import type { Line } from '../helpers/line.ts';

const EVENTS = [wasabi(uuid(1)), wasabi('2'), { eventType: 'ORDER' }].map((record) => JSON.stringify(record));
const CUSTOMERS = [cobi(1), cobi(3)].map((record) => JSON.stringify(record));

async function fill(line: Line, scope: AccountScope): Promise<void> {
  await take(line, scope, WASABI, EVENTS);
  await take(line, scope, COBI, CUSTOMERS);
}

forEachStore('two accounts with the same records', (store) => {
  let line: Line;
  beforeAll(async () => {
    line = await openLine(await store.fresh());
  });
  afterAll(() => line.close());

  it('each have them as their own, with ids of their own, and nothing of the other’s', async () => {
    const one = await line.account();
    const two = { ...(await line.account()), idKey: Buffer.alloc(32, 9) };
    await fill(line, one);
    const before = await holdingsOf(line, one);
    await fill(line, two);
    await take(line, two, WASABI, [JSON.stringify(wasabi(uuid(1), { status: 'DELETED', updatedAt: '2024-02-02T00:00:00Z' }))]);
    expect(await holdingsOf(line, one)).toEqual(before);
    const other = await holdingsOf(line, two);
    expect(other.customers).toHaveLength(before.customers.length);
    const ids = new Set(before.customers.map((customer) => (customer as { id: string }).id));
    expect(other.customers.filter((customer) => ids.has((customer as { id: string }).id))).toEqual([]);
  });
});

onPostgresql('row-level security', (store) => {
  let line: Line;
  let one: AccountScope;
  let two: AccountScope;
  let superuser: Client;
  beforeAll(async () => {
    const settings = await store.fresh();
    line = await openLine(settings);
    [one, two] = [await line.account(), await line.account()];
    for (const scope of [one, two]) await fill(line, scope);
    superuser = new Client('databaseUrl' in settings ? settings.databaseUrl : '');
    await superuser.connect();
  });
  afterAll(async () => {
    await superuser.end();
    await line.close();
  });

  const countIn = (scope: AccountScope, table: string): Promise<number> =>
    line.database.forAccount(scope, async (tx) =>
      Number((await tx.query({ sql: `select count(*) as count from ${table}` })).rows[0]?.['count']),
    );

  it('hides the other account’s rows from a query that forgot its account', async () => {
    for (const table of ['source_record', 'version', 'link', 'customer', 'commit', 'change', 'receipt', 'rejection', 'account_counter']) {
      const all = Number((await superuser.query<{ count: string }>(`select count(*) from ${table}`)).rows[0]?.count);
      const [mine, theirs] = [await countIn(one, table), await countIn(two, table)];
      expect({ table, sum: mine + theirs }).toEqual({ table, sum: all });
      expect(mine).toBeGreaterThan(0);
    }
  });

  it('refuses a row written for another account', async () => {
    const written = line.database.inTransaction(one, (tx) =>
      tx.query({ sql: `insert into suppression (account_id, key_id, hash) values ($1, $1, $1)`, params: [two.accountId] }),
    );
    await expect(written).rejects.toMatchObject({ code: '42501' });
  });

  it('leaves another account’s rows as they are when an update or a delete forgot its account', async () => {
    const before = await holdingsOf(line, two);
    await line.database.inTransaction(one, async (tx) => {
      await tx.query({ sql: `update customer set gender = 'changed'` });
      await tx.query({ sql: 'delete from rejection' });
    });
    expect(await holdingsOf(line, two)).toEqual(before);
    expect(await countIn(two, 'rejection')).toBe(1);
  });

  it('stands before every table that is not of the platform', async () => {
    const { rows } = await superuser.query<{ relname: string; relrowsecurity: boolean }>(
      `select relname, relrowsecurity from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> 'migration'`,
    );
    const walled = rows.filter(({ relrowsecurity }) => relrowsecurity).map(({ relname }) => relname);
    expect(walled.toSorted()).toEqual([...TENANT_TABLES].toSorted());
    expect(rows.map(({ relname }) => relname).toSorted()).toEqual([...TENANT_TABLES, ...PLATFORM_TABLES].toSorted());
  });

  it('leads every key of a tenant’s table with its account', async () => {
    const { rows } = await superuser.query<{ index: string; column: string }>(
      `select i.indexrelid::regclass::text as index, a.attname as column from pg_index i
join pg_class t on t.oid = i.indrelid join pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0]
where t.relname = any($1)`,
      [TENANT_TABLES],
    );
    expect(rows.length).toBeGreaterThan(TENANT_TABLES.length);
    expect(rows.filter(({ column }) => column !== 'account_id')).toEqual([]);
  });
});
