// Several servers start on one new store at once, and a first start dies half-way: the schema is made once, whole or not at all.

import { expect, it } from 'vitest';
import { Client } from 'pg';
import { onPostgresql } from '../helpers/stores.ts';
import { MIGRATION_NAMES } from '../../src/storage/migrate.ts';
import { openDatabase } from '../../src/storage/database.ts';
import { REGISTRY_SQL } from '../../src/storage/migrations/0001-registry.ts';
import { startRegistry } from '../../src/registry/start-registry.ts';
import { systemClock } from '../../src/clock.ts';
import type { StoreSettings } from '../../src/storage/database.ts';

const OPERATOR = { username: 'operator', password: null, key: null };

/** As the database's owner: the application's role has no business with the schema's history. */
async function migrationsIn(url: string): Promise<string[]> {
  const owner = new Client(url);
  await owner.connect();
  const { rows } = await owner.query<{ name: string }>('select name from migration order by name');
  await owner.end();
  return rows.map(({ name }) => name);
}

function urlOf(settings: StoreSettings): string {
  if ('databaseUrl' in settings) return settings.databaseUrl;
  throw new Error('this suite is for PostgreSQL');
}

onPostgresql('a new database', (store) => {
  it('is migrated once by servers that race for it, and has one operator', async () => {
    const settings = await store.unmade();
    const databases = await Promise.all(Array.from({ length: 5 }, () => openDatabase(settings)));
    const told = await Promise.all(databases.map((database) => startRegistry({ database, clock: systemClock() }, OPERATOR)));
    expect(told.filter((credentials) => credentials !== null)).toHaveLength(1);
    expect(await migrationsIn(urlOf(settings))).toEqual([...MIGRATION_NAMES]);
    await Promise.all(databases.map((database) => database.close()));
  });

  it('holds nothing of a migration that was killed half-way, and is migrated by the next start', async () => {
    const settings = await store.unmade();
    const dying = new Client(urlOf(settings));
    dying.on('error', () => undefined);
    await dying.connect();
    await dying.query('begin');
    await dying.query(REGISTRY_SQL);
    const ended = dying.query('select pg_terminate_backend(pg_backend_pid())');
    await expect(ended).rejects.toThrow();
    const database = await openDatabase(settings);
    expect(await migrationsIn(urlOf(settings))).toEqual([...MIGRATION_NAMES]);
    await database.close();
  });
});
