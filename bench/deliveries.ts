// Webhooks: how fast a backlog of one account drains to a receiver on this machine, and what a step of finding or of forgetting
// deliveries takes among a million.

import { deleteDeliveries, FIRST_ID } from '../src/storage/outbox.ts';
import { listPending } from '../src/storage/deliveries.ts';
import { addBacklog, ALLOW, figureOfTimes, startHookReceiver, withStore } from './hooks.ts';
import { withPlace } from './product.ts';
import type { AccountScope } from '../src/core/account.ts';
import type { Bench, Figure } from './stage.ts';
import type { Database } from '../src/storage/database.ts';

const DELIVERIES = 50_000;
const PENDING = 1_000_000;
const PAGE = 1_000;
const LOOKS = 50;
const STEPS = 200;

export const deliveries: Bench = {
  name: 'deliveries',
  figures: ['webhook-deliveries', 'webhook-claim', 'webhook-forget'],
  measure: (stage) =>
    withPlace(stage, 'postgresql', async (place) => {
      await stage.withServer(place, async () => undefined);
      const databaseUrl = place.env['DATABASE_URL'] ?? '';
      const count = stage.count(DELIVERIES);
      const receiver = await startCounter(count);
      const account = await withStore(databaseUrl, (database) => fill(database, receiver.url, count));
      const drainedMs = await stage.withServer({ ...place, env: { ...place.env, ...ALLOW } }, () => receiver.drained);
      receiver.stop();
      const steps = await withStore(databaseUrl, async (database) => {
        await addBacklog(database, account, stage.count(PENDING));
        return [await measureClaims(database, account), await measureForgetting(database, account)];
      });
      return [{ name: 'webhook-deliveries', perSecond: (count - 1) / (drainedMs / 1000) }, ...steps];
    }),
};

/** Gives the operator's account a webhook with a backlog. */
async function fill(database: Database, url: string, count: number): Promise<AccountScope> {
  const account = await database.onPlatform(async (tx) => {
    const { rows } = await tx.query<{ account_id: string }>({
      sql: 'update account set webhook_uri = $1 returning account_id',
      params: [url],
    });
    return { accountId: rows[0]?.account_id ?? '', idKey: new Uint8Array() };
  });
  await addBacklog(database, account, count);
  await database.onPlatform((tx) =>
    tx.query({ sql: 'insert into webhook_lane (account_id, endpoint_id, told) values ($1, 1, 1)', params: [account.accountId] }),
  );
  return account;
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
  return { name: 'webhook-claim', ms: figureOfTimes('', times).p50Ms ?? Infinity };
}

async function measureForgetting(database: Database, account: AccountScope): Promise<Figure> {
  const times: number[] = [];
  let after: string | null = FIRST_ID;
  const before = new Date(Date.now() + 86_400_000).toISOString();
  while (after !== null && times.length < STEPS) {
    const from: string = after;
    const beganAt = performance.now();
    after = await database.forAccount(account, (tx) => deleteDeliveries(tx, { after: from, before }));
    times.push(performance.now() - beganAt);
  }
  const { p99Ms = Infinity } = figureOfTimes('', times);
  return { name: 'webhook-forget', ms: p99Ms };
}

interface Counter {
  readonly url: string;
  /** Milliseconds from the first to the last. */
  readonly drained: Promise<number>;
  stop(): void;
}

async function startCounter(count: number): Promise<Counter> {
  let taken = 0;
  let firstAt = 0;
  let reach: (ms: number) => void = () => undefined;
  const drained = new Promise<number>((resolve) => (reach = resolve));
  const receiver = await startHookReceiver((request, answer) => {
    request.resume();
    answer.writeHead(204).end();
    taken += 1;
    if (taken === 1) firstAt = performance.now();
    if (taken === count) reach(performance.now() - firstAt);
  });
  return { ...receiver, drained };
}
