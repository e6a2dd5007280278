// The store a command works on directly: named by flags or by the environment, as for `serve`.

import { openDatabase } from '../storage/database.ts';
import { expectStore } from '../storage/look.ts';
import { readConfig } from '../config.ts';
import type { Command } from 'commander';
import type { Config, Flags } from '../config.ts';
import type { Database, StoreSettings } from '../storage/database.ts';

/** Adds the flags that name a store. */
export function withStoreFlags(command: Command): Command {
  return command
    .option('--data-dir <folder>', 'folder of the embedded store (CLIENTELE_DATA_DIR; default ./data)')
    .option('--database-url <url>', 'PostgreSQL instead of the embedded store (DATABASE_URL)');
}

/** The store as a process uses it that serves. */
export function storeOf({ databaseUrl, dataDir, isSynced, connectionsMax }: Config): StoreSettings {
  return databaseUrl === null ? { dataDir, isSynced } : { databaseUrl, connectionsMax };
}

/** Settings for a command that works alone: a few connections are enough. */
export function storeSettings(config: Config): StoreSettings {
  return storeOf({ ...config, connectionsMax: 2 });
}

/** Runs `use` on the store that is there already; refuses (`store_invalid`) where there is none, and makes none. */
export async function withExistingStore<T>(flags: Flags, use: (database: Database) => Promise<T>): Promise<T> {
  const settings = storeSettings(readConfig(process.env, flags));
  await expectStore(settings);
  return withStore(settings, use);
}

/** Runs `use` on the store, made and migrated where need be, and closes it. */
export async function withStore<T>(settings: StoreSettings, use: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase(settings);
  try {
    return await use(database);
  } finally {
    await database.close();
  }
}
