// What every bench is given: how much to do, a private PostgreSQL with fresh databases, and servers that end with the run.

import { Client } from 'pg';
import { totalmem } from 'node:os';
import { startPostgresql } from '../test/helpers/postgresql.ts';
import { startServer } from './server-process.ts';
import type { RunningServer, ServerOptions } from './server-process.ts';
import type { PostgresqlServer } from '../test/helpers/postgresql.ts';

/** One measured number: a rate, a time where a row is about waiting, or memory. */
export interface Figure {
  readonly name: string;
  readonly perSecond?: number;
  readonly ms?: number;
  readonly megabytes?: number;
  readonly p50Ms?: number;
  readonly p99Ms?: number;
}

/** One file of this folder: it measures the figures it names. */
export interface Bench {
  readonly name: string;
  readonly figures: readonly string[];
  measure(stage: Stage): Promise<Figure[]>;
}

export interface StageOptions {
  /** A third of the work, for a quick look. */
  readonly isQuick: boolean;
  readonly isProfiled: boolean;
  /** What a row about growth fills up to. */
  readonly customersMax: number;
}

const QUICK_SHARE = 1 / 3;
/**
 * As a server of production size: no checkpoint falls into a row, and segments of the log are used again, not made anew (which cost
 * the first rows a third of their rate). It has a quarter of the memory, and pages that are logged whole are compressed, as
 * docs/operations.md advises. All that makes a commit durable stays on.
 */
const SETTINGS = {
  shared_buffers: `${Math.floor(totalmem() / 4 / 1024 / 1024)}MB`,
  min_wal_size: '6GB',
  max_wal_size: '12GB',
  checkpoint_timeout: '30min',
  wal_compression: 'lz4',
};

export class Stage {
  readonly #options: StageOptions;
  #postgresql: Promise<PostgresqlServer> | undefined;
  #databases = 0;

  constructor(options: StageOptions) {
    this.#options = options;
  }

  get customersMax(): number {
    return this.#options.customersMax;
  }

  /** `full` records or requests, fewer in a quick run; a multiple of 5,000 where `full` is one. */
  count(full: number): number {
    return this.#options.isQuick ? Math.ceil((full * QUICK_SHARE) / 5_000) * 5_000 : full;
  }

  /** Runs `use` on an empty database, which is dropped afterwards. What the row before left to be written is written first. */
  async withDatabase<T>(use: (url: string) => Promise<T>): Promise<T> {
    const server = await (this.#postgresql ??= startWarm());
    const name = `bench_${++this.#databases}`;
    await execute(server.url, `create database ${name}`);
    await execute(server.url, 'checkpoint');
    try {
      return await use(Object.assign(new URL(server.url), { pathname: `/${name}` }).href);
    } finally {
      await execute(server.url, `drop database ${name} with (force)`);
    }
  }

  /** Runs `use` against a server process, which is stopped afterwards. */
  async withServer<T>(options: Omit<ServerOptions, 'isProfiled'>, use: (server: RunningServer) => Promise<T>): Promise<T> {
    const server = await startServer({ ...options, isProfiled: this.#options.isProfiled });
    try {
      return await use(server);
    } finally {
      await server.stop();
    }
  }

  /** PostgreSQL's version, where one was needed. */
  async postgresqlVersion(): Promise<string | null> {
    if (!this.#postgresql) return null;
    const { url } = await this.#postgresql;
    return execute(url, 'show server_version');
  }

  async close(): Promise<void> {
    await (await this.#postgresql)?.stop();
  }
}

/**
 * A new cluster is slow at first for reasons that end for good: it makes and zeroes the segments of its log, and touches its shared
 * memory for the first time. In a system profile both together took a quarter of PostgreSQL's time, so they come before the rows: as much
 * log as the largest of them writes (4.4 GB for a million events; with less, an import took 63 µs of PostgreSQL an event, then 84).
 */
async function startWarm(): Promise<PostgresqlServer> {
  const server = await startPostgresql({ settings: SETTINGS });
  await execute(server.url, 'create table warm_up (filling text)');
  await execute(server.url, `insert into warm_up select repeat('x', 1900) from generate_series(1, 2700000)`);
  await execute(server.url, 'drop table warm_up');
  await execute(server.url, 'checkpoint');
  return server;
}

async function execute(url: string, sql: string): Promise<string> {
  const client = new Client(url);
  await client.connect();
  try {
    const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' });
    return String(rows[0]?.[0] ?? '');
  } finally {
    await client.end();
  }
}
