// A look at a store that changes nothing: whether there is one, and how it stands. For commands that must not make one by accident.

import { existsSync } from 'node:fs';
import { RegistryError } from '../error.ts';
import { openPostgresql } from './postgresql/open.ts';
import { postgresDirectory } from './embedded/data-directory.ts';
import type { StoreSettings } from './database.ts';

/** Refuses with `store_invalid` where there is no store yet; throws `DatabaseError` where PostgreSQL cannot be reached. */
export async function expectStore(settings: StoreSettings): Promise<void> {
  const isThere = 'dataDir' in settings ? existsSync(postgresDirectory(settings.dataDir)) : await hasMigrations(settings.databaseUrl);
  if (isThere) return;
  const place = 'dataDir' in settings ? settings.dataDir : 'the database that DATABASE_URL names';
  throw new RegistryError('store_invalid', `There is no store in ${place}: name another with --data-dir or --database-url.`);
}

async function hasMigrations(url: string): Promise<boolean> {
  const engine = openPostgresql({ url, role: null, connectionsMax: 1 });
  try {
    const { rows } = await engine.withSession((session) =>
      session.query<{ name: string | null }>({ sql: `select to_regclass('migration') as name` }),
    );
    return rows[0]?.name != null;
  } finally {
    await engine.close();
  }
}
