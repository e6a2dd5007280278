// Starts PostgreSQL in this thread. A directory that bears its final name is whole: a new one is filled under another name,
// synced and then renamed, so that a start cut short leaves nothing that looks like a store.

import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { newPartialDirectory, settleDirectory, syncTree } from './data-directory.ts';
import { SyncedFiles } from './synced-files.ts';
import type { WorkerSettings } from './worker-messages.ts';

export interface RunningPostgres {
  readonly database: PGlite;
  readonly files: SyncedFiles;
}

export interface PostgresListeners {
  readonly onLog: (line: string) => void;
  /** PostgreSQL broke off in the middle of something: nothing it says after this may be believed. */
  readonly onAbort: (reason?: string) => void;
  /** Hears each path before it is synced. */
  readonly onSync?: (path: string) => void;
}

/** How PGlite's PostgreSQL leaves a statement that failed in the ordinary way. */
const FAILED_STATEMENT = 100;
const RUN_STATEMENT = '_PostgresMainLoopOnce';

const TURNS_FSYNC_OFF = '-F';

const SETTINGS = {
  wal_sync_method: 'fsync',
  timezone: 'UTC',
  datestyle: 'ISO',
  intervalstyle: 'iso_8601',
  bytea_output: 'hex',
  // Only what ends the process is heard; and no statement, because its literals may be personal data.
  log_min_messages: 'fatal',
  log_min_error_statement: 'panic',
};

/** Opens the directory, making it first when absent. Throws what PGlite throws; PostgreSQL's reason is what `onLog` heard last. */
export async function startPostgres(settings: WorkerSettings, listeners: PostgresListeners): Promise<RunningPostgres> {
  const { pgDir, isSynced, program: pgliteWasmModule } = settings;
  if (!existsSync(pgDir)) await createDirectory(settings);
  // The store's own lock is held by now: a pid file here is what a killed process left.
  rmSync(join(pgDir, 'postmaster.pid'), { force: true });
  // The last to run here may not have synced.
  if (isSynced) syncTree(pgDir);
  const files = new SyncedFiles(pgDir, listeners);
  const onStderr = listen(listeners);
  const database = await PGlite.create({ fs: files, startParams: startParams(isSynced), onStderr, pgliteWasmModule });
  watchForBreaks(database, listeners);
  return { database, files };
}

/**
 * PGlite swallows every exception of a statement, so that one that ran out of stack or memory would look like one that found
 * nothing, and the next would run on what it left behind.
 */
function watchForBreaks({ Module: postgres }: PGlite, { onAbort }: PostgresListeners): void {
  const run = postgres[RUN_STATEMENT];
  postgres[RUN_STATEMENT] = () => {
    try {
      run();
    } catch (error) {
      if ((error as { status?: number }).status !== FAILED_STATEMENT) onAbort(String(error));
      throw error;
    }
  };
}

/** A first start has three instances; with a compilation for each it took twice the time. */
async function createDirectory({ pgDir, isSynced, program: pgliteWasmModule }: WorkerSettings): Promise<void> {
  const partial = newPartialDirectory(dirname(pgDir));
  const database = await PGlite.create({ fs: new SyncedFiles(partial), pgliteWasmModule });
  await database.close();
  settleDirectory(partial, pgDir, isSynced);
}

function startParams(isSynced: boolean): string[] {
  const given = PGlite.defaultStartParams.filter((param) => !(isSynced && param === TURNS_FSYNC_OFF));
  const ours = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return [...given, ...ours];
}

function listen({ onLog }: PostgresListeners): (line: string) => boolean {
  return (line) => {
    onLog(line);
    return true;
  };
}
