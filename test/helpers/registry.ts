// A registry to test against over HTTP, with keys of several accounts: in this process, or as a child that can be killed.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { Writable } from 'node:stream';
import pino from 'pino';
import { onTestFinished } from 'vitest';
import { serveStore } from '../../src/cli/serve.ts';
import { openDatabase } from '../../src/storage/database.ts';
import { readConfig } from '../../src/config.ts';
import { systemClock } from '../../src/clock.ts';
import { filesFolderOf } from './databases.ts';
import { apiOf } from './api.ts';
import { insertTestAccount } from './accounts.ts';
import type { ChildProcess } from 'node:child_process';
import type { AccountScope } from '../../src/core/account.ts';
import type { Api } from './api.ts';
import type { Clock } from '../../src/clock.ts';
import type { Database, StoreSettings } from '../../src/storage/database.ts';

export interface TestRegistry {
  /** Asks as the first account. */
  readonly api: Api;
  /** The first account's access key. */
  readonly key: string;
  /** What was logged so far. */
  log(): string;
  stop(): Promise<void>;
}

export interface RegistryHere extends TestRegistry {
  /** The first account. */
  readonly scope: AccountScope;
}

interface HereOptions {
  /** Access keys of accounts to add first. */
  readonly keys?: readonly string[];
  /** Settings besides. */
  readonly env?: Readonly<Record<string, string>>;
  /** Steered by the test; else the machine's. */
  readonly clock?: Clock;
  /** What else is to be in the store, before anything of these. To open a store once more costs half a second of a core. */
  readonly prepare?: (database: Database) => Promise<void>;
}

/** Starts a registry in this process. */
export async function startRegistryHere(
  settings: StoreSettings,
  { keys = [], env = {}, clock = systemClock(), prepare }: HereOptions = {},
): Promise<RegistryHere> {
  const key = operatorKey();
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  const config = readConfig({ ...environmentOf(settings, key), ...env }, { sync: isSynced(settings) });
  const database = await openDatabase(settings);
  await prepare?.(database);
  const scope = await insertTestAccount(database, key);
  for (const other of keys) await insertTestAccount(database, other);
  const serving = await serveStore({ database, clock }, config, pino({ level: 'debug' }, sink), () => undefined);
  return { api: apiOf(serving.url, key), key, scope, log: () => lines.join(''), stop: () => serving.stop() };
}

/** A server of its own process. */
export interface ChildRegistry extends TestRegistry {
  readonly child: ChildProcess;
  /** Ends it as a power failure of the process would; resolves once it is gone. */
  kill(): Promise<void>;
}

const READY = /"url":"([^"]+)".*Clientele is ready/;

/** Starts `clientele serve` as a child and waits until it is ready; `key` must be the same in each start on one store. */
export async function startChildRegistry(
  settings: StoreSettings,
  key: string,
  more: Readonly<Record<string, string>> = {},
): Promise<ChildRegistry> {
  const flags = isSynced(settings) ? [] : ['--no-sync'];
  const env = { ...process.env, ...environmentOf(settings, key), ...more };
  const child = spawn(process.execPath, ['src/cli/main.ts', 'serve', ...flags], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const output: string[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      output.push(chunk.toString());
      const found = READY.exec(output.join(''))?.[1];
      if (found) resolve(found);
    });
    child.once('exit', () => reject(new Error(`The server ended while starting:\n${output.join('')}`)));
  });
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  return { api: apiOf(url, key), key, child, log: () => output.join(''), kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}

/** A key that an operator might choose. */
export function operatorKey(): string {
  return randomBytes(24).toString('hex');
}

function environmentOf(settings: StoreSettings, key: string): Record<string, string> {
  const store =
    'dataDir' in settings
      ? { CLIENTELE_DATA_DIR: settings.dataDir }
      : {
          DATABASE_URL: settings.databaseUrl,
          CLIENTELE_CONNECTIONS: String(settings.connectionsMax),
          CLIENTELE_DATA_DIR: filesFolderOf(settings.databaseUrl),
        };
  return {
    PORT: '0',
    CLIENTELE_OPERATOR_KEY: key,
    CLIENTELE_OPERATOR_PASSWORD: 'a password for tests',
    LOG_LEVEL: 'info',
    CLIENTELE_WEBHOOK_ALLOW: '127.0.0.0/8',
    ...store,
  };
}

function isSynced(settings: StoreSettings): boolean {
  return 'dataDir' in settings && settings.isSynced;
}

/** Stops `registry` when the running test ends, however it ends. */
export function stopAfterTest<T extends { stop(): Promise<void> }>(registry: T): T {
  onTestFinished(() => registry.stop());
  return registry;
}
