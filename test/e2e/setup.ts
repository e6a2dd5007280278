// One built console, one registry on the embedded store and one Chromium for all files of browser tests: each takes seconds to start,
// and an account or a browser's context takes none.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { chromium } from 'playwright-core';
import { buildConsole, CHROMIUM_FLAGS, findChromium } from './chromium.ts';
import type { ChildProcess } from 'node:child_process';
import type { TestProject } from 'vitest/node';

/** How tests reach the console, or why they cannot. */
export type ConsoleForTests =
  | { readonly url: string; readonly operatorKey: string; readonly operatorPassword: string; readonly browserUrl: string }
  | { readonly missing: string };

declare module 'vitest' {
  interface ProvidedContext {
    console: ConsoleForTests;
  }
}

const ROOT = join(import.meta.dirname, '..', '..');
const MISSING = 'tests of the console in a browser – install chromium or set CHROMIUM_PATH';
const OPERATOR_PASSWORD = 'a password for tests';
const READY = /"url":"([^"]+)".*Clientele is ready/;

/** Vitest's global setup of the browser tests; what it returns runs after the last of them. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const executablePath = findChromium();
  if (executablePath === null) {
    project.provide('console', { missing: MISSING });
    return undefined;
  }
  buildConsole();
  const operatorKey = randomBytes(24).toString('hex');
  const [registry, browser] = await Promise.all([
    startRegistry(operatorKey),
    chromium.launchServer({ executablePath, args: CHROMIUM_FLAGS, host: '127.0.0.1' }),
  ]);
  const browserUrl = browser.wsEndpoint();
  project.provide('console', { url: registry.url, operatorKey, operatorPassword: OPERATOR_PASSWORD, browserUrl });
  return async () => {
    await Promise.all([browser.close(), registry.stop()]);
  };
}

async function startRegistry(operatorKey: string): Promise<{ url: string; stop(): Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'clientele-console-'));
  const env = {
    ...process.env,
    PORT: '0',
    LOG_LEVEL: 'info',
    CLIENTELE_DATA_DIR: dataDir,
    CLIENTELE_OPERATOR_KEY: operatorKey,
    CLIENTELE_OPERATOR_PASSWORD: OPERATOR_PASSWORD,
    // Receivers of the tests are on this machine.
    CLIENTELE_WEBHOOK_ALLOW: '127.0.0.0/8',
  };
  const child = spawn(process.execPath, ['src/cli/main.ts', 'serve', '--no-sync'], { cwd: ROOT, env, stdio: ['ignore', 'ignore', 'pipe'] });
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    if (child.exitCode === null) await once(child, 'exit');
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { url: await readyUrl(child), stop };
}

function readyUrl(child: ChildProcess): Promise<string> {
  let output = '';
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error(`The registry ended while starting:\n${output}`)));
    child.stderr?.on('data', (chunk: Buffer) => {
      // Only the start is of interest; what comes later is read so that the pipe never fills.
      if (output.length < 100_000) output += chunk.toString();
      const url = READY.exec(output)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
}
