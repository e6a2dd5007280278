// When the embedded PostgreSQL syncs: what a COMMIT needs is on the disk before its answer leaves PostgreSQL.

import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeScript } from '../../../src/storage/embedded/encode.ts';
import { openEmbedded } from '../../../src/storage/embedded/open.ts';
import { loadProgram } from '../../../src/storage/embedded/program.ts';
import { startPostgres } from '../../../src/storage/embedded/start-postgres.ts';
import { freshDataDir } from './data-dir.ts';
import type { RunningPostgres } from '../../../src/storage/embedded/start-postgres.ts';

const WAL = /\/pg_wal\/[0-9A-F]{24}$/;

describe('PostgreSQL with sync', () => {
  let postgres: RunningPostgres;
  const events: string[] = [];
  const listeners = { onLog: () => undefined, onAbort: () => undefined, onSync: (path: string) => events.push(path) };

  /** What happened, in its order: paths synced, and `answer` where PostgreSQL began to answer. */
  async function eventsOf(sql: string): Promise<string[]> {
    events.length = 0;
    const onRawData = (): unknown => events.push('answer');
    await postgres.database.execProtocolRawStream(encodeScript(sql), { syncToFs: false, onRawData });
    return [...events];
  }

  beforeAll(async () => {
    postgres = await startPostgres({ pgDir: join(freshDataDir(), 'database'), isSynced: true, program: await loadProgram() }, listeners);
    await eventsOf('create table entry (id int); checkpoint');
  });
  afterAll(() => postgres.database.close());

  it('syncs the WAL once for a commit, before the answer', async () => {
    expect(await eventsOf('insert into entry values (1)')).toEqual([expect.stringMatching(WAL), 'answer']);
  });

  it('syncs once for a transaction of many statements', async () => {
    const seen = await eventsOf(`begin; ${'insert into entry values (2);'.repeat(20)} commit`);
    expect(seen.filter((event) => event !== 'answer')).toEqual([expect.stringMatching(WAL)]);
    expect(seen.findIndex((event) => WAL.test(event))).toBeLessThan(seen.lastIndexOf('answer'));
  });

  it('syncs nothing for what only reads', async () => {
    expect(await eventsOf('select count(*) from entry')).toEqual(['answer']);
  });

  it('syncs the changed tables at a checkpoint, before the control file that then points past the WAL', async () => {
    await eventsOf('insert into entry values (3)');
    const seen = await eventsOf('checkpoint');
    const lastTable = seen.findLastIndex((path) => /\/base\/\d+\/\d+$/.test(path));
    const control = seen.findIndex((path) => path.endsWith('/global/pg_control'));
    expect(lastTable).toBeGreaterThanOrEqual(0);
    expect(control).toBeGreaterThan(lastTable);
  });
});

describe('the engine', () => {
  const dataDir = freshDataDir();

  async function syncCallsOfTenCommits(sync?: boolean): Promise<number> {
    const engine = await openEmbedded({ dataDir, ...(sync !== undefined && { sync }) });
    try {
      await engine.withSession((session) => session.execute('create table if not exists entry (id int)'));
      const before = engine.syncCalls;
      for (let id = 0; id < 10; id += 1) {
        await engine.withSession((session) => session.query({ sql: 'insert into entry values ($1)', params: [id] }));
      }
      return engine.syncCalls - before;
    } finally {
      await engine.close();
    }
  }

  it('syncs every commit unless it is told not to', async () => {
    expect(await syncCallsOfTenCommits()).toBeGreaterThanOrEqual(10);
    expect(await syncCallsOfTenCommits(false)).toBe(0);
  });

  it('makes checkpoints by itself, so that the WAL does not grow for ever', async () => {
    const engine = await openEmbedded({ dataDir, sync: false });
    const redo = async (): Promise<unknown> =>
      engine.withSession(async (session) => (await session.query({ sql: 'select redo_wal_file from pg_control_checkpoint()' })).rows[0]);
    const before = await redo();
    for (let segment = 0; segment < 34; segment += 1) {
      await engine.withSession((session) => session.execute('insert into entry values (0)'));
      await engine.withSession((session) => session.execute('select pg_switch_wal()'));
    }
    const after = await redo();
    await engine.close();
    expect(after).not.toEqual(before);
  });
});
