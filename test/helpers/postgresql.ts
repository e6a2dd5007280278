// A private PostgreSQL for tests and benchmarks: its own folder, port and process, gone when whoever started it is gone.

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, globSync, mkdtempSync, openSync, closeSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { ChildProcess } from 'node:child_process';

const VERSION_MIN = 15;
const READY_TIMEOUT_MS = 30_000;
const RESTART_ATTEMPTS = 50;

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

interface Place {
  readonly binaries: string;
  readonly folder: string;
  readonly port: number;
  /** PostgreSQL refuses to run as root; then it runs as the user `postgres`. */
  readonly user: { uid?: number; gid?: number };
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

/** A port of the loopback that nobody listens on. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('The loopback gave no port.');
  return address.port;
}

/** Databases sort by a human language here, as most of production does: a query that needs "C" and does not say so shows. */
function initialize({ binaries, folder, user }: Place): void {
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=en'];
  const args = [`--pgdata=${folder}/data`, '--username=postgres', '--auth=trust', '--no-sync', ...locale];
  execFileSync(join(binaries, 'initdb'), args, { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
}

function launch({ binaries, folder, port, user }: Place, settings: Readonly<Record<string, string>>): ChildProcess {
  const fixed = { port: String(port), listen_addresses: '127.0.0.1', unix_socket_directories: folder };
  const args = Object.entries({ ...settings, ...fixed }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openSync(join(folder, 'log'), 'a');
  // Detached, so that Ctrl-C on a terminal reaches the tests and not the server under them.
  const server = spawn(join(binaries, 'postgres'), ['-D', join(folder, 'data'), ...args], {
    ...user,
    cwd: folder,
    detached: true,
    stdio: ['ignore', log, log],
  });
  server.unref();
  closeSync(log);
  return server;
}

/** A shell that waits for the end of its input, which comes when this process ends however it ends, then stops the server. */
function guard(folder: string): () => Promise<void> {
  const script = `
    read -r _
    pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null) && kill -QUIT "$pid" 2>/dev/null
    for _ in $(seq 100); do kill -0 "$pid" 2>/dev/null || break; sleep 0.05; done
    rm -rf "$1"`;
  const guardian = spawn('sh', ['-c', script, 'sh', folder], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  guardian.unref();
  const gone = new Promise<void>((resolve) => guardian.once('exit', () => resolve()));
  return async () => {
    guardian.ref();
    guardian.stdin.end();
    await gone;
  };
}

async function ready(server: ChildProcess, url: string, folder: string): Promise<void> {
  const deadlineMs = performance.now() + READY_TIMEOUT_MS;
  while (!(await answers(url))) {
    const isLost = server.exitCode !== null || performance.now() > deadlineMs;
    if (isLost) throw new Error(`PostgreSQL did not start:\n${readFileSync(join(folder, 'log'), 'utf8')}`);
    await sleep(20);
  }
}

/** Starts again and again: after a crash PostgreSQL refuses to start until its orphaned processes have noticed and left. */
async function persist(start: () => Promise<void>): Promise<void> {
  for (let attempt = 1; attempt < RESTART_ATTEMPTS; attempt += 1) {
    try {
      return await start();
    } catch {
      await sleep(100);
    }
  }
  return start();
}

async function answers(url: string): Promise<boolean> {
  const client = new Client(url);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end();
  }
}

async function crash(folder: string): Promise<void> {
  const pid = Number(readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
  process.kill(pid, 'SIGKILL');
  while (isAlive(pid)) await sleep(10);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
