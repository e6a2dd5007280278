// Eight writers at once, their server killed again and again, and a reader that follows the changes: it sees each once, in order,
// never a later one before an earlier one, and in the end every one that is kept.

import { expect, it } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { addAccounts } from '../helpers/accounts.ts';
import { forEachStore, onPostgresql } from '../helpers/stores.ts';
import { openDatabase } from '../../src/storage/database.ts';
import { operatorKey, startChildRegistry } from '../helpers/registry.ts';
import { rounds } from '../helpers/rounds.ts';
import { uuid, wasabi } from '../helpers/people.ts';
import type { Api } from '../helpers/api.ts';
import type { AccountScope } from '../../src/core/account.ts';
import type { Change } from '../../src/registry/follow-changes.ts';
import type { ChildRegistry } from '../helpers/registry.ts';
import type { StoreSettings } from '../../src/storage/database.ts';

const ROUNDS = rounds(3, 50);
const WRITERS = 8;
const PEOPLE = 60;
const CHANGES_PER_ROUND = 150;

/** Writers that go on whatever happens to the server; they ask `api()` anew for each request. */
function startWriters(api: (writer: number) => Api): () => Promise<void> {
  let isRunning = true;
  let moment = 0;
  const event = (): object => {
    moment += 1;
    const updatedAt = `2024-01-01T00:00:00.${String(moment).padStart(6, '0')}Z`;
    return wasabi(uuid(moment % PEOPLE), { updatedAt, smsOptIn: moment % 2 === 0 });
  };
  const writers = Array.from({ length: WRITERS }, async (_, writer) => {
    while (isRunning) {
      const events = Array.from({ length: 1 + (writer % 3) * 5 }, event);
      const answer = await api(writer)
        .post('/wasabi/events', events)
        .catch(() => null);
      if (answer === null) await sleep(5);
    }
  });
  return async () => {
    isRunning = false;
    await Promise.all(writers);
  };
}

/** A reader that waits for changes and goes on behind the last it saw; `seen` is all it was given, in that order. */
class Follower {
  readonly seen: Change[] = [];
  #isRunning = true;
  readonly #running: Promise<void>;

  constructor(api: () => Api) {
    this.#running = this.#follow(api);
  }

  async stop(): Promise<void> {
    this.#isRunning = false;
    await this.#running;
  }

  async #follow(api: () => Api): Promise<void> {
    while (this.#isRunning) {
      const path = `/v1/changes?after=${this.seen.at(-1)?.sequence ?? 0}&wait=1&limit=50`;
      const answer = await api()
        .get<{ data: Change[] }>(path)
        .catch(() => null);
      if (answer?.status === 200) this.seen.push(...answer.body.data);
      else await sleep(5);
    }
  }
}

async function keptChanges(settings: StoreSettings, scope: AccountScope): Promise<string[]> {
  const database = await openDatabase(settings);
  const sql = 'select * from change where account_id = $1 order by sequence';
  const { rows } = await database.forAccount(scope, (tx) => tx.query({ sql, params: [tx.accountId] }));
  await database.close();
  return rows.map((row) => `${row['sequence']} ${row['customer_id']} v${row['version']}`);
}

/** A reader that is ahead of what is committed would be one that sees what never was. */
async function expectAllSeen(follower: Follower, settings: StoreSettings, scope: AccountScope): Promise<void> {
  expect(follower.seen.map(({ sequence }) => sequence)).toEqual(follower.seen.map((_, at) => at + 1));
  expect(follower.seen.map(({ sequence, customerId, version }) => `${sequence} ${customerId} v${version}`)).toEqual(
    await keptChanges(settings, scope),
  );
}

async function untilMore(follower: Follower): Promise<void> {
  const goal = follower.seen.length + CHANGES_PER_ROUND;
  while (follower.seen.length < goal) await sleep(10);
}

/** Nobody writes any more: the reader is done when nothing lies behind what it saw last. */
async function untilDone(follower: Follower, api: Api): Promise<void> {
  for (;;) {
    const { body } = await api.get<{ data: Change[] }>(`/v1/changes?after=${follower.seen.at(-1)?.sequence ?? 0}&limit=1`);
    if (body.data.length === 0) return;
    await sleep(10);
  }
}

forEachStore('a reader of changes', (store) => {
  it(
    `misses none of ${WRITERS} writers’ and sees each in its turn, through ${ROUNDS} kills`,
    async () => {
      const settings = await store.fresh();
      const key = operatorKey();
      const [scope] = (await addAccounts(settings, [key])) as [AccountScope];
      let registry = await startChildRegistry(settings, key);
      const follower = new Follower(() => registry.api);
      for (let round = 1; round <= ROUNDS; round += 1) {
        const stopWriters = startWriters(() => registry.api);
        await untilMore(follower);
        await registry.kill();
        await stopWriters();
        registry = await startChildRegistry(settings, key);
      }
      await untilDone(follower, registry.api);
      await follower.stop();
      await registry.stop();
      await expectAllSeen(follower, settings, scope);
    },
    ROUNDS * 40_000 + 60_000,
  );
});

onPostgresql('a reader of changes at another process', (store) => {
  it(
    `misses none of ${WRITERS} writers’ at two processes, of which one is killed ${ROUNDS} times`,
    async () => {
      const settings = await store.fresh();
      const key = operatorKey();
      const [scope] = (await addAccounts(settings, [key])) as [AccountScope];
      const steady = await startChildRegistry(settings, key);
      let mortal: ChildRegistry = await startChildRegistry(settings, key);
      const follower = new Follower(() => steady.api);
      for (let round = 1; round <= ROUNDS; round += 1) {
        const stopWriters = startWriters((writer) => (writer % 2 === 0 ? steady.api : mortal.api));
        await untilMore(follower);
        await mortal.kill();
        await stopWriters();
        mortal = await startChildRegistry(settings, key);
      }
      await untilDone(follower, steady.api);
      await follower.stop();
      await Promise.all([steady.stop(), mortal.stop()]);
      await expectAllSeen(follower, settings, scope);
    },
    ROUNDS * 40_000 + 60_000,
  );
});
