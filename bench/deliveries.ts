// Webhooks: how fast a backlog of one account drains to a receiver on this machine, and how long a worker takes to find its next page
// of deliveries among a million.

import { createServer } from 'node:http';
import { once } from 'node:events';
import { openDatabase } from '../src/storage/database.ts';
import { listPending } from '../src/storage/deliveries.ts';
import { FIRST_ID } from '../src/storage/outbox.ts';
import { withPlace } from './product.ts';
import type { AddressInfo } from 'node:net';
import type { AccountScope } from '../src/core/account.ts';
import type { Bench, Figure } from './stage.ts';
import type { Database } from '../src/storage/database.ts';

const DELIVERIES = 50_000;
const PENDING = 1_000_000;
const PAGE = 1_000;
const LOOKS = 50;

export const deliveries: Bench = {
  name: 'deliveries',
  figures: ['webhook-deliveries', 'webhook-claim'],
  measure: (stage) =>
    withPlace(stage, 'postgresql', async (place) => {
      await stage.withServer(place, async () => undefined);
      const databaseUrl = place.env['DATABASE_URL'] ?? '';
      const receiver = await startCounter();
      const account = await withDatabase(databaseUrl, (database) => fill(database, receiver.url, stage.count(DELIVERIES)));
      const count = stage.count(DELIVERIES);
      const env = { ...place.env, CLIENTELE_WEBHOOK_ALLOW: '127.0.0.0/8' };
      const drained = await stage.withServer({ ...place, env }, () => receiver.untilMs(count));
      receiver.stop();
      const claim = await withDatabase(databaseUrl, async (database) => {
        await add(database, account, stage.count(PENDING));
        return measureClaims(database, account);
      });
      return [{ name: 'webhook-deliveries', perSecond: (count - 1) / (drained / 1000) }, claim];
    }),
};

async function withDatabase<T>(databaseUrl: string, use: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase({ databaseUrl, connectionsMax: 2 });
  try {
    return await use(database);
  } finally {
    await database.close();
  }
}

/** Gives the operator's account a webhook with a backlog. */
async function fill(database: Database, url: string, count: number): Promise<AccountScope> {
  const account = await database.onPlatform(async (tx) => {
    const { rows } = await tx.query<{ account_id: string }>({
      sql: 'update account set webhook_uri = $1 returning account_id',
      params: [url],
    });
    return { accountId: rows[0]?.account_id ?? '', idKey: new Uint8Array() };
  });
  await add(database, account, count);
  await database.onPlatform((tx) =>
    tx.query({ sql: 'insert into webhook_lane (account_id, endpoint_id, told) values ($1, 1, 1)', params: [account.accountId] }),
  );
  return account;
}

/** Deliveries of four customers in five, so that some have two in a row, with documents of about 700 bytes. */
async function add(database: Database, account: AccountScope, count: number): Promise<void> {
  await database.inTransaction(account, (tx) =>
    tx.query({
      sql: `insert into delivery (account_id, delivery_id, endpoint_id, subject_id, type, sequence, version, occurred_at, document)
select $1, delivery_id(now(), i), 1, md5(($2 + i % ($2 * 4 / 5))::text)::uuid, 'customer.updated', i, 1, now(), '{"id":"' || repeat('x', 680) || '"}'
from generate_series(1, $2::integer) i`,
      params: [account.accountId, count],
    }),
  );
}

async function measureClaims(database: Database, account: AccountScope): Promise<Figure> {
  const times: number[] = [];
  let after = FIRST_ID;
  for (let look = 0; look < LOOKS; look += 1) {
    const beganAt = performance.now();
    const page = await database.forAccount(account, (tx) => listPending(tx, 1, after, PAGE));
    times.push(performance.now() - beganAt);
    after = page.lastId ?? after;
  }
  times.sort((a, b) => a - b);
  return { name: 'webhook-claim', ms: times[Math.floor(LOOKS / 2)] ?? 0 };
}

interface Counter {
  readonly url: string;
  /** Milliseconds from the first to the `count`th. */
  untilMs(count: number): Promise<number>;
  stop(): void;
}

async function startCounter(): Promise<Counter> {
  let taken = 0;
  let firstAt = 0;
  let wanted = Infinity;
  let reach: (ms: number) => void = () => undefined;
  const server = createServer((request, answer) => {
    request.resume();
    answer.writeHead(204).end();
    taken += 1;
    if (taken === 1) firstAt = performance.now();
    if (taken === wanted) reach(performance.now() - firstAt);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    untilMs: (count) =>
      new Promise((resolve) => {
        wanted = count;
        reach = resolve;
      }),
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
