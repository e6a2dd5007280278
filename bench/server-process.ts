// Servers under load, each a process of its own as in production: started, waited for, stopped.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from '../test/helpers/free-port.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import type { ChildProcess } from 'node:child_process';

const READY_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 15_000;
const POLL_MS = 10;
/** Under `data/`, which is never committed. */
const PROFILE_FOLDER = 'data/profiles';

export interface ServerOptions {
  /** What Node runs, with its arguments. */
  readonly script: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Write a CPU profile when the server stops. */
  readonly isProfiled: boolean;
}

export interface RunningServer {
  readonly origin: string;
  readonly pid: number;
  /** From the start of the process to the first 200 of `/readyz`. */
  readonly startMs: number;
  stop(): Promise<void>;
}

/**
 * Starts the server on a free port of the loopback and waits until `/readyz` answers 200; throws with its output otherwise. The server
 * goes when this process exits, however early.
 */
export async function startServer({ script, env, isProfiled }: ServerOptions): Promise<RunningServer> {
  const port = await freePort();
  const flags = isProfiled ? ['--cpu-prof', `--cpu-prof-dir=${PROFILE_FOLDER}`] : [];
  const beganAt = performance.now();
  const child = spawn(process.execPath, [...flags, ...script], {
    env: { ...process.env, NODE_ENV: 'production', LOG_LEVEL: 'warn', HOST: '127.0.0.1', ...env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = (): boolean => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  const origin = `http://127.0.0.1:${port}`;
  await waitUntilReady(child, origin, output);
  return { origin, pid: child.pid as number, startMs: performance.now() - beganAt, stop: () => stop(child) };
}

async function waitUntilReady(child: ChildProcess, origin: string, output: readonly string[]): Promise<void> {
  const deadline = performance.now() + READY_TIMEOUT_MS;
  while (!(await isReady(origin))) {
    if (child.exitCode !== null) throw new Error(`The server ended while starting:\n${output.join('')}`);
    if (performance.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`The server was not ready within ${READY_TIMEOUT_MS} ms:\n${output.join('')}`);
    }
    await sleep(POLL_MS);
  }
}

async function isReady(origin: string): Promise<boolean> {
  try {
    const { statusCode, body } = await request(`${origin}/readyz`);
    await body.dump();
    return statusCode === 200;
  } catch {
    return false;
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const impatience = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await gone;
  clearTimeout(impatience);
}
