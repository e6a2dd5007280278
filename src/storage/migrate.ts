// Brings a database to the present schema. All that is pending runs in one transaction behind a lock, so two starting servers
// may race for it and a kill half-way leaves nothing behind.

import { RegistryError } from '../error.ts';
import { REGISTRY_SQL } from './migrations/0001-registry.ts';
import { APPLICATION_ROLE, WALLS_SQL } from './migrations/0002-walls.ts';
import { PERMISSIONS_SQL } from './migrations/0003-permissions.ts';
import { SESSIONS_SQL } from './migrations/0020-sessions.ts';
import { KEY_CHANGES_SQL } from './migrations/0021-key-changes.ts';
import { AUDIT_SQL } from './migrations/0022-audit.ts';
import { fillSearchColumns, SEARCH_COLUMNS_SQL } from './migrations/0040-search-columns.ts';
import { SEARCH_INDEXES_SQL } from './migrations/0041-search-indexes.ts';
import { NUMBERS_SQL } from './migrations/0030-numbers.ts';
import { ACCOUNTS_SQL } from './migrations/0010-accounts.ts';
import { VERSION_FORMAT_SQL } from './migrations/0050-version-format.ts';
import { IDEMPOTENCY_SQL } from './migrations/0051-idempotency.ts';
import { CHANGE_HORIZON_SQL } from './migrations/0052-change-horizon.ts';
import { DELIVERIES_SQL } from './migrations/0060-deliveries.ts';
import { IMPORTS_SQL } from './migrations/0070-imports.ts';
import { REJECTIONS_SQL } from './migrations/0071-rejections.ts';
import { RETRYING_SQL } from './migrations/0100-retrying.ts';
import { EDITED_REJECTIONS_SQL } from './migrations/0090-edited-rejections.ts';
import { IMPORT_FILES_SQL } from './migrations/0110-import-files.ts';
import { KEYS_LAST_SQL } from './migrations/0120-keys-last.ts';
import { UNDO_SQL } from './migrations/0072-undo.ts';
import type { Engine, Session } from './engine.ts';

interface Migration {
  readonly name: string;
  readonly sql: string;
  /** What is there already, brought to the new form by code of ours. */
  readonly fill?: (session: Session) => Promise<void>;
}

/** In order, for ever: a name once released never changes its meaning. */
const MIGRATIONS: readonly Migration[] = [
  { name: '0001-registry', sql: REGISTRY_SQL },
  { name: '0002-walls', sql: WALLS_SQL },
  { name: '0003-permissions', sql: PERMISSIONS_SQL },
  { name: '0010-accounts', sql: ACCOUNTS_SQL },
  { name: '0020-sessions', sql: SESSIONS_SQL },
  { name: '0021-key-changes', sql: KEY_CHANGES_SQL },
  { name: '0022-audit', sql: AUDIT_SQL },
  { name: '0030-numbers', sql: NUMBERS_SQL },
  { name: '0040-search-columns', sql: SEARCH_COLUMNS_SQL, fill: fillSearchColumns },
  { name: '0041-search-indexes', sql: SEARCH_INDEXES_SQL },
  { name: '0050-version-format', sql: VERSION_FORMAT_SQL },
  { name: '0051-idempotency', sql: IDEMPOTENCY_SQL },
  { name: '0052-change-horizon', sql: CHANGE_HORIZON_SQL },
  { name: '0060-deliveries', sql: DELIVERIES_SQL },
  { name: '0070-imports', sql: IMPORTS_SQL },
  { name: '0071-rejections', sql: REJECTIONS_SQL },
  { name: '0072-undo', sql: UNDO_SQL },
  { name: '0090-edited-rejections', sql: EDITED_REJECTIONS_SQL },
  { name: '0100-retrying', sql: RETRYING_SQL },
  { name: '0110-import-files', sql: IMPORT_FILES_SQL },
  { name: '0120-keys-last', sql: KEYS_LAST_SQL },
];

export const MIGRATION_NAMES: readonly string[] = MIGRATIONS.map(({ name }) => name);

/** Any number that no other user of the database locks. */
const LOCK_ID = 4_211_877_001;
const POSTGRESQL_VERSION_MIN = 150_000;

/** Runs what is pending and says which that was. Refuses (`store_invalid`) a server that is too old or a schema that is newer. */
export async function migrate(engine: Engine): Promise<string[]> {
  return engine.withSession(async (session) => {
    await checkServer(session);
    await session.execute('begin');
    await session.query({ sql: `select pg_advisory_xact_lock(${LOCK_ID})` });
    await session.execute('create table if not exists migration (name text primary key, applied_at timestamptz not null default now())');
    const pending = await findPending(session);
    for (const { name, sql, fill } of pending) {
      await session.execute(sql);
      await fill?.(session);
      await session.query({ sql: 'insert into migration (name) values ($1)', params: [name] });
    }
    await session.execute('commit');
    return pending.map(({ name }) => name);
  });
}

async function checkServer(session: Session): Promise<void> {
  const { rows } = await session.query<{ version: string }>({ sql: `select current_setting('server_version_num') as version` });
  if (Number(rows[0]?.version) >= POSTGRESQL_VERSION_MIN) return;
  throw new RegistryError(
    'store_invalid',
    'This PostgreSQL is older than version 15: upgrade the server, or leave out DATABASE_URL to use the embedded store.',
  );
}

async function findPending(session: Session): Promise<Migration[]> {
  const { rows } = await session.query<{ name: string }>({ sql: 'select name from migration order by name' });
  const applied = new Set(rows.map(({ name }) => name));
  const unknown = [...applied].find((name) => !MIGRATIONS.some((migration) => migration.name === name));
  if (unknown === undefined) return MIGRATIONS.filter(({ name }) => !applied.has(name));
  throw new RegistryError(
    'store_invalid',
    `The store was made by a newer Clientele (it has "${unknown}"): start that version, or restore a backup.`,
  );
}

/** Whether connections can act as the application's role, under row-level security. */
export async function hasApplicationRole(engine: Engine): Promise<boolean> {
  if (engine.kind === 'embedded') return false;
  return engine.withSession(async (session) => {
    const { rows } = await session.query<{ usable: string }>({
      sql: `select exists (select from pg_roles where rolname = '${APPLICATION_ROLE}' and pg_has_role(current_user, oid, 'MEMBER')) as usable`,
    });
    return rows[0]?.usable === 't';
  });
}
