// Empty stores for tests, on both databases: a suite runs on the embedded one always, on PostgreSQL where there is one.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { clearAfterFile } from './leftovers.ts';
import { copyDatabase, copyEmbedded } from './templates.ts';
import { createDatabase, describeOnPostgresql } from './databases.ts';
import type { StoreSettings } from '../../src/storage/database.ts';

export interface TestStore {
  readonly kind: 'embedded' | 'postgresql';
  /** Settings of a store that nobody used before, migrated; it is gone after the file's tests. */
  fresh(options?: { readonly isSynced?: boolean }): Promise<StoreSettings>;
  /** Settings of a place where no store is yet. */
  unmade(): Promise<StoreSettings>;
}

const CONNECTIONS_MAX = 6;

type EmbeddedSettings = Extract<StoreSettings, { dataDir: string }>;

/** An embedded store that nobody used before, migrated; it is gone after the file's tests. */
export async function freshEmbedded(isSynced = false): Promise<EmbeddedSettings> {
  const settings = unmadeEmbedded(isSynced);
  await copyEmbedded(settings.dataDir);
  return settings;
}

function unmadeEmbedded(isSynced = false): EmbeddedSettings {
  const folder = mkdtempSync(join(tmpdir(), 'clientele-store-'));
  clearAfterFile(() => rmSync(folder, { recursive: true, force: true }));
  return { dataDir: folder, isSynced };
}

const EMBEDDED: TestStore = {
  kind: 'embedded',
  fresh: ({ isSynced } = {}) => freshEmbedded(isSynced),
  unmade: async () => unmadeEmbedded(),
};

const POSTGRESQL: TestStore = {
  kind: 'postgresql',
  fresh: async () => ({ databaseUrl: await copyDatabase(), connectionsMax: CONNECTIONS_MAX }),
  unmade: async () => ({ databaseUrl: await createDatabase(), connectionsMax: CONNECTIONS_MAX }),
};

/** Runs a suite on each database; without PostgreSQL its half is one skipped test that says what to install. */
export function forEachStore(name: string, body: (store: TestStore) => void): void {
  describe(`${name} (embedded)`, () => body(EMBEDDED));
  describeOnPostgresql(`${name} (PostgreSQL)`, () => body(POSTGRESQL));
}

/** Runs a suite on PostgreSQL alone, for what the embedded store cannot have: several nodes, roles, lost connections. */
export function onPostgresql(name: string, body: (store: TestStore) => void): void {
  describeOnPostgresql(name, () => body(POSTGRESQL));
}
