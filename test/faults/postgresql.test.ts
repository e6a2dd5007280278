// PostgreSQL failing under a server that runs: restarted, its connections terminated, its answers lost behind the COMMIT.
// No 2xx without a commit, nothing acknowledged lost, and the server recovers by itself within 10 s.

import { Client } from 'pg';
import { expect, it } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { expectSound } from './sound-store.ts';
import { findPostgresql, startPostgresql } from '../helpers/postgresql.ts';
import { Journal } from './journal.ts';
import { onPostgresql } from '../helpers/stores.ts';
import { rounds } from '../helpers/rounds.ts';
import { startAnswerThief } from './answer-thief.ts';
import { startLoad } from './load.ts';
import { startRegistryHere, stopAfterTest } from '../helpers/registry.ts';
import type { Load } from './load.ts';
import type { StoreSettings } from '../../src/storage/database.ts';

const RECOVERY_MS_MAX = 10_000;
const LONG_MS = 120_000;

/** Waits until more is acknowledged than now. */
async function recovery(load: Load): Promise<void> {
  const before = load.acknowledged();
  const deadline = performance.now() + RECOVERY_MS_MAX;
  while (load.acknowledged() === before) {
    if (performance.now() > deadline) throw new Error(`nothing was acknowledged for ${RECOVERY_MS_MAX} ms`);
    await sleep(10);
  }
}

async function terminateConnections(databaseUrl: string): Promise<number> {
  const client = new Client(databaseUrl);
  await client.connect();
  const { rowCount } = await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'clientele' and datname = current_database()`,
  );
  await client.end();
  return rowCount ?? 0;
}

onPostgresql('while PostgreSQL fails', (store) => {
  it(
    'as a whole and comes back, nothing acknowledged is lost and work goes on within 10 s',
    async (context) => {
      if (!findPostgresql()) context.skip('a server of its own to crash – install postgresql');
      const server = await startPostgresql();
      try {
        const settings: StoreSettings = { databaseUrl: server.url, connectionsMax: 6 };
        const registry = await startRegistryHere(settings);
        const journal = new Journal();
        const load = startLoad(() => registry.api, journal);
        for (let round = 0; round < rounds(3, 50); round += 1) {
          await recovery(load);
          await sleep(200);
          await server.crash();
          await sleep(300);
          await server.restart();
        }
        await recovery(load);
        await load.stop();
        await registry.stop();
        expect(load.surprises).toEqual([]);
        await journal.check(settings);
        await expectSound(settings);
      } finally {
        await server.stop();
      }
    },
    LONG_MS,
  );

  it(
    'by ending connections, nothing acknowledged is lost and work goes on',
    async () => {
      const settings = await store.fresh();
      const registry = stopAfterTest(await startRegistryHere(settings));
      const journal = new Journal();
      const load = startLoad(() => registry.api, journal);
      let ended = 0;
      for (let round = 0; round < rounds(15, 300); round += 1) {
        await sleep(50);
        ended += await terminateConnections('databaseUrl' in settings ? settings.databaseUrl : '');
        await recovery(load);
      }
      await load.stop();
      expect(ended).toBeGreaterThan(10);
      expect(load.surprises).toEqual([]);
      await journal.check(settings);
      await expectSound(settings);
    },
    LONG_MS,
  );

  it.each(['answers', 'requests'] as const)(
    'by losing COMMIT %s, no 2xx is given without a commit',
    async (what) => {
      const settings = await store.fresh();
      if (!('databaseUrl' in settings)) throw new Error('this is for PostgreSQL');
      const thief = await startAnswerThief(settings.databaseUrl);
      const registry = await startRegistryHere({ ...settings, databaseUrl: thief.url });
      const journal = new Journal();
      const load = startLoad(() => registry.api, journal);
      await recovery(load);
      thief.steal(what, 4);
      while (thief.thefts < rounds(20, 400)) await recovery(load);
      thief.steal(null);
      await recovery(load);
      await load.stop();
      await registry.stop();
      await thief.close();
      expect(load.surprises).toEqual([]);
      await journal.check(settings);
      await expectSound(settings);
    },
    LONG_MS,
  );
});
