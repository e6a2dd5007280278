// How rows are found by their keys while the planner knows nothing of a table: a statement that is used before the first rows arrive
// keeps the plan it got, whatever arrives.

import { expect, it } from 'vitest';
import { Client } from 'pg';
import { forEachStore } from '../helpers/stores.ts';
import { openDatabase } from '../../src/storage/database.ts';
import type { Database, StoreSettings } from '../../src/storage/database.ts';

type Ask = (sql: string) => Promise<Record<string, string>[]>;
type Key = Record<'table' | 'name' | 'columns', string>;

const KEYS = `select c.conrelid::regclass::text as table, c.conname as name, string_agg(a.attname, ',' order by key.at) as columns
from pg_constraint c cross join unnest(c.conkey) with ordinality key(number, at)
join pg_attribute a on a.attrelid = c.conrelid and a.attnum = key.number
where c.contype in ('p', 'u') and c.connamespace = 'public'::regnamespace group by c.oid`;

/** How one row is found by all of a key's columns, for whatever values they have. */
async function planOf(ask: Ask, { table, columns }: Key): Promise<string> {
  const names = columns.split(',');
  await ask(`prepare by_key as select * from ${table} where ${names.map((name, at) => `${name} = $${at + 1}`).join(' and ')}`);
  const plan = await ask(`explain (costs off) execute by_key (${names.map(() => 'null').join(', ')})`);
  await ask('deallocate by_key');
  return plan.map((row) => row['QUERY PLAN']).join('\n');
}

/** Runs `use` as the owner of a store's tables. */
async function asOwner(settings: StoreSettings, database: Database, use: (ask: Ask) => Promise<void>): Promise<void> {
  if (!('databaseUrl' in settings)) {
    await database.onPlatform((tx) => use(async (sql) => (await tx.query<Record<string, string>>({ sql })).rows));
    return;
  }
  const owner = new Client(settings.databaseUrl);
  await owner.connect();
  await use(async (sql) => (await owner.query<Record<string, string>>(sql)).rows);
  await owner.end();
}

forEachStore('in an empty store', (store) => {
  it('every row is looked up by its key, not along an index that happens to hold its id too', async () => {
    const settings = await store.fresh();
    const database = await openDatabase(settings);
    const others: Record<string, string> = {};
    await asOwner(settings, database, async (ask) => {
      await ask('set plan_cache_mode = force_generic_plan');
      const keys = (await ask(KEYS)) as Key[];
      expect(keys.length).toBeGreaterThan(20);
      for (const key of keys) {
        const plan = await planOf(ask, key);
        if (!plan.includes(`using ${key.name} on`)) others[key.name] = plan;
      }
      await ask('reset plan_cache_mode');
    });
    await database.close();
    expect(others).toEqual({});
  });
});
