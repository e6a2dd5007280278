// `npm start` as a newcomer has it: from nothing to an answer, and a clean end however npm is told to stop.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { freePort } from '../helpers/free-port.ts';
import { ROOT, run } from './child.ts';
import { SERVE_FLAGS } from '../../bin/serve-flags.mjs';

const folder = mkdtempSync(join(tmpdir(), 'clientele-start-'));

afterAll(() => rmSync(folder, { recursive: true }));

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`).then(
    (answer) => answer.ok,
    () => false,
  );
}

it.each([
  ['an empty data directory', 'SIGINT'],
  ['the store of the last start', 'SIGTERM'],
] as const)('serves on %s, and ends cleanly on %s', async (_, signal) => {
  const port = await freePort();
  const env = { ...process.env, PORT: String(port), CLIENTELE_DATA_DIR: join(folder, 'data'), DATABASE_URL: undefined };
  const server = spawn('npm', ['start'], { cwd: ROOT, env, stdio: 'ignore' });
  const exited = once(server, 'exit');
  try {
    while (server.exitCode === null && !(await isReady(`http://127.0.0.1:${port}`))) await sleep(50);
    server.kill(signal);
    expect(await exited).toEqual([0, null]);
    expect(await isReady(`http://127.0.0.1:${port}`)).toBe(false);
  } finally {
    server.kill('SIGKILL');
  }
});

it('bounds the memory of a server that the command starts, too', async () => {
  const port = await freePort();
  const env = { ...process.env, PORT: String(port), CLIENTELE_DATA_DIR: join(folder, 'data'), DATABASE_URL: undefined };
  const server = spawn(process.execPath, ['bin/clientele.mjs', 'serve'], { cwd: ROOT, env, stdio: 'ignore' });
  const exited = once(server, 'exit');
  try {
    while (server.exitCode === null && !(await isReady(`http://127.0.0.1:${port}`))) await sleep(50);
    const { stdout } = await run('ps', ['-o', 'args=', '-p', String(server.pid)]);
    for (const flag of SERVE_FLAGS) expect(stdout).toContain(` ${flag} `);
    server.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
  } finally {
    server.kill('SIGKILL');
  }
});
