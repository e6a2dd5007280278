// The process of a private PostgreSQL: started, awaited, crashed, and ended together with whoever started it.

import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { ChildProcess } from 'node:child_process';

const READY_TIMEOUT_MS = 30_000;
const RESTART_ATTEMPTS = 50;

/** Where a server lives. */
export interface Place {
  readonly binaries: string;
  readonly folder: string;
  readonly port: number;
  /** PostgreSQL refuses to run as root; then it runs as the user `postgres`. */
  readonly user: { uid?: number; gid?: number };
}

/** Starts the server's process on initialized files; it is not ready yet. */
export function launch({ binaries, folder, port, user }: Place, settings: Readonly<Record<string, string>>): ChildProcess {
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
export function guard(folder: string): () => Promise<void> {
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

/** Waits until the server answers; throws with its log where it ends or takes too long. */
export async function ready(server: ChildProcess, url: string, folder: string): Promise<void> {
  const deadlineMs = performance.now() + READY_TIMEOUT_MS;
  while (!(await answers(url))) {
    const isLost = server.exitCode !== null || performance.now() > deadlineMs;
    if (isLost) throw new Error(`PostgreSQL did not start:\n${readFileSync(join(folder, 'log'), 'utf8')}`);
    await sleep(20);
  }
}

/** Starts again and again: after a crash PostgreSQL refuses to start until its orphaned processes have noticed and left. */
export async function persist(start: () => Promise<void>): Promise<void> {
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

/** Kills the server as `kill -9` does. */
export async function crash(folder: string): Promise<void> {
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
