// A private PostgreSQL for tests and benchmarks: its own folder, port and process, gone when whoever started it is gone.

import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, globSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { freePort } from './free-port.ts';
import { crash, guard, launch, persist, ready } from './postgresql-process.ts';
import type { Place } from './postgresql-process.ts';

const VERSION_MIN = 15;

/** What a server runs with unless told otherwise; durable, so that what tests and benchmarks see is what production does. */
const SETTINGS = { fsync: 'on', synchronous_commit: 'on', shared_buffers: '256MB', max_connections: '200' };

export interface PostgresqlServer {
  /** Of the database `postgres`, as its superuser. */
  readonly url: string;
  /** Kills the server as `kill -9` does; its files stay. */
  crash(): Promise<void>;
  /** Starts a crashed server on its files again, at the same address. */
  restart(): Promise<void>;
  /** Stops the server at once and deletes its files. */
  stop(): Promise<void>;
}

/** The folder of the newest server's binaries on this machine, or null where there is none of version 15 or newer. */
export function findPostgresql(): string | null {
  const installed = globSync(['/usr/lib/postgresql/*/bin', '/usr/pgsql-*/bin', '/opt/homebrew/opt/postgresql@*/bin']);
  const onPath = (process.env['PATH'] ?? '').split(delimiter);
  const versions = [...onPath, ...installed]
    .filter((folder) => existsSync(join(folder, 'postgres')) && existsSync(join(folder, 'initdb')))
    .map((folder) => ({ folder, version: versionOf(folder) }))
    .toSorted((a, b) => b.version - a.version);
  const newest = versions[0];
  return newest && newest.version >= VERSION_MIN ? newest.folder : null;
}

function versionOf(folder: string): number {
  const printed = execFileSync(join(folder, 'postgres'), ['--version'], { encoding: 'utf8' });
  return Number(/(\d+)(?:\.\d+|devel|beta\d+|rc\d+)/.exec(printed)?.[1] ?? 0);
}

/**
 * Starts a fresh server on the loopback. `settings` are PostgreSQL's own (`{work_mem: '64MB'}`) and go before ours.
 * Throws where no server is installed. The server ends and its files go even if this process is killed.
 */
export async function startPostgresql(options: { settings?: Readonly<Record<string, string>> } = {}): Promise<PostgresqlServer> {
  const binaries = findPostgresql();
  if (!binaries) throw new Error(`PostgreSQL ${VERSION_MIN} or newer is not on this machine: install postgresql.`);
  const user = serverUser();
  const place: Place = { binaries, folder: makeFolder(user), port: await freePort(), user };
  const stop = guard(place.folder);
  const url = `postgresql://postgres@127.0.0.1:${place.port}/postgres`;
  const settings = { ...SETTINGS, ...options.settings };
  const start = (): Promise<void> => ready(launch(place, settings), url, place.folder);
  try {
    initialize(place);
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop, restart: () => persist(start), crash: () => crash(place.folder) };
}

function serverUser(): Place['user'] {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

function makeFolder(user: Place['user']): string {
  const folder = mkdtempSync(join(tmpdir(), 'clientele-postgresql-'));
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  return folder;
}

/** Databases sort by a human language here, as most of production does: a query that needs "C" and does not say so shows. */
function initialize({ binaries, folder, user }: Place): void {
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=en'];
  const args = [`--pgdata=${folder}/data`, '--username=postgres', '--auth=trust', '--no-sync', ...locale];
  execFileSync(join(binaries, 'initdb'), args, { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
}
