// Copies of the embedded store, taken while it serves and put back into an empty data directory. The archive is a plain tar of
// PostgreSQL's files right after a checkpoint.

import { constants, existsSync, mkdirSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { RegistryError } from '../../error.ts';
import { clearPartialDirectories, newPartialDirectory, postgresDirectory, settleDirectory } from './data-directory.ts';
import { lockStore } from './store-lock.ts';
import { packDirectory, unpackTar } from './tar.ts';
import type { Session } from '../engine.ts';
import type { EmbeddedOptions } from './data-directory.ts';

/**
 * Copies the files aside while `session` keeps everybody else out, then archives the copy at its reader's pace. The copy takes as
 * much disk as the store (nothing where the file system can share blocks) until the archive was read or given up.
 */
export async function archiveDatabase(session: Session, dataDir: string): Promise<AsyncIterable<Uint8Array>> {
  const copy = newPartialDirectory(dataDir);
  await copyDatabase(session, postgresDirectory(dataDir), copy);
  return archiveOf(copy);
}

/** Copies PostgreSQL's files to `copy`, which is made, while `session` keeps everybody else out; where that fails, nothing is left of it. */
export async function copyDatabase(session: Session, source: string, copy: string): Promise<void> {
  await session.execute('checkpoint');
  const { rows } = await session.query({ sql: 'select pg_walfile_name(pg_current_wal_lsn()) as segment' });
  const segment = rows[0]?.['segment'] ?? '';
  try {
    await cp(source, copy, { recursive: true, mode: constants.COPYFILE_FICLONE, filter: (path) => belongsToCopy(path, segment) });
  } catch (error) {
    await rm(copy, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Makes the store in `dataDir` from what `dumpDataDir` gave. Refuses with `store_invalid` an archive that is damaged or cut short,
 * and a directory that holds a store; with `store_locked` as opening does. After a refusal the directory is as it was.
 */
export async function restoreEmbedded({ dataDir, sync = true }: EmbeddedOptions, archive: AsyncIterable<Uint8Array>): Promise<void> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lock = await lockStore(dataDir);
  try {
    const final = postgresDirectory(dataDir);
    if (existsSync(final))
      throw new RegistryError('store_invalid', `There is a store in ${dataDir} already. Restore into an empty directory.`);
    const partial = newPartialDirectory(dataDir);
    await unpackTar(archive, partial);
    settleDirectory(partial, final, sync);
  } finally {
    clearPartialDirectories(dataDir);
    lock.release();
  }
}

/** Segments after the current one are old ones kept for new use; the pid file is the running process's. */
function belongsToCopy(path: string, segment: string): boolean {
  const name = basename(path);
  if (name === 'postmaster.pid') return false;
  return basename(dirname(path)) !== 'pg_wal' || name.length !== segment.length || name <= segment;
}

async function* archiveOf(copy: string): AsyncGenerator<Uint8Array> {
  try {
    yield* packDirectory(copy);
  } finally {
    await rm(copy, { recursive: true });
  }
}
