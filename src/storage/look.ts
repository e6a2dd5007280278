// A look at a store that changes nothing: whether there is one, and how it stands. For commands that must not make one by accident.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hasApplicationRole, MIGRATION_NAMES } from './migrate.ts';
import { isDead, readHolder } from './embedded/holder.ts';
import { openEmbedded } from './embedded/open.ts';
import { openPostgresql } from './postgresql/open.ts';
import { postgresDirectory } from './embedded/data-directory.ts';
import { RegistryError } from '../error.ts';
import type { Engine, Session } from './engine.ts';
import type { StoreSettings } from './database.ts';

/** Refuses with `store_invalid` where there is no store yet; throws `DatabaseError` where PostgreSQL cannot be reached. */
export async function expectStore(settings: StoreSettings): Promise<void> {
  const isThere =
    'dataDir' in settings ? hasEmbeddedStore(settings.dataDir) : await withEngine(settings, (engine) => engine.withSession(hasMigrations));
  if (isThere) return;
  const place = 'dataDir' in settings ? settings.dataDir : 'the database that DATABASE_URL names';
  throw new RegistryError('store_invalid', `There is no store in ${place}: name another with --data-dir or --database-url.`);
}

export function hasEmbeddedStore(dataDir: string): boolean {
  return existsSync(postgresDirectory(dataDir));
}

/** Who has the embedded store open; null: nobody, or a process that is gone. */
export function findHolder(dataDir: string): { pid: number; host: string; since: string } | null {
  const holder = readHolder(join(dataDir, 'store.lock'));
  return holder && !isDead(holder) ? holder : null;
}

/** How a store stands. */
export interface StoreLook {
  readonly serverVersion: string;
  /** False: the store has not been made yet, and the first start will make it. */
  readonly isMade: boolean;
  /** Migrations that the next start will run, and ones of a newer version. */
  readonly pending: readonly string[];
  readonly unknown: readonly string[];
  readonly hasSecondWall: boolean;
  /** Settings of the server on which durability rests, by name. */
  readonly durability: Readonly<Record<'fsync' | 'synchronous_commit' | 'full_page_writes', string>>;
  readonly accounts: number;
  /** Access keys that open something today. */
  readonly liveKeys: number;
}

/** Looks at a store that is there and not in use; throws as opening it does. */
export function lookAtStore(settings: StoreSettings): Promise<StoreLook> {
  return withEngine(settings, async (engine) => {
    const hasSecondWall = await hasApplicationRole(engine);
    return engine.withSession(async (session) => ({ ...(await lookThrough(session)), hasSecondWall }));
  });
}

async function lookThrough(session: Session): Promise<Omit<StoreLook, 'hasSecondWall'>> {
  const isMade = await hasMigrations(session);
  const applied = isMade ? await columnOf(session, 'select name as value from migration order by name') : [];
  const [serverVersion = '', fsync = '', synchronousCommit = '', fullPageWrites = ''] = await columnOf(session, SETTINGS);
  const [accounts, liveKeys] = isMade ? await columnOf(session, COUNTS) : [];
  return {
    serverVersion,
    isMade,
    pending: MIGRATION_NAMES.filter((name) => !applied.includes(name)),
    unknown: applied.filter((name) => !MIGRATION_NAMES.includes(name)),
    durability: { fsync, synchronous_commit: synchronousCommit, full_page_writes: fullPageWrites },
    accounts: Number(accounts ?? 0),
    liveKeys: Number(liveKeys ?? 0),
  };
}

const SETTINGS = `select current_setting(name) as value
from unnest('{server_version,fsync,synchronous_commit,full_page_writes}'::text[]) with ordinality s(name, at) order by at`;
const COUNTS = `select count(*)::text as value from account where status = 'active'
union all select count(*)::text from access_key where revoked_at is null and (expires_at is null or expires_at > clock_timestamp())`;

async function withEngine<T>(settings: StoreSettings, use: (engine: Engine) => Promise<T>): Promise<T> {
  const engine =
    'dataDir' in settings
      ? await openEmbedded({ dataDir: settings.dataDir, sync: settings.isSynced })
      : openPostgresql({ url: settings.databaseUrl, role: null, connectionsMax: 2 });
  try {
    return await use(engine);
  } finally {
    await engine.close();
  }
}

async function hasMigrations(session: Session): Promise<boolean> {
  const [name] = await columnOf(session, `select to_regclass('migration')::text as value`);
  return name != null;
}

async function columnOf(session: Session, sql: string): Promise<string[]> {
  const { rows } = await session.query<{ value: string }>({ sql });
  return rows.map(({ value }) => value);
}
