// A store with a webhook worker over it, a clock to steer, and a receiver for each account: what tests of deliveries stand on.

import pino from 'pino';
import { allowedRangeFrom } from '../../src/core/address-guard.ts';
import { openWebhookWorker } from '../../src/webhooks/worker.ts';
import { eventually } from './eventually.ts';
import { openLine, take, WASABI } from '../helpers/line.ts';
import { startReceiver } from './receiver.ts';
import { steeredClock } from './steered-clock.ts';
import { wasabi } from '../helpers/people.ts';
import type { AccountScope } from '../../src/core/account.ts';
import type { AllowedRange } from '../../src/core/address-guard.ts';
import type { Clock } from '../../src/clock.ts';
import type { Line } from '../helpers/line.ts';
import type { Lookup } from '../../src/webhooks/guarded-dispatcher.ts';
import type { Receiver, Script } from './receiver.ts';
import type { Row } from '../../src/storage/engine.ts';
import type { SteeredClock } from './steered-clock.ts';
import type { StoreSettings } from '../../src/storage/database.ts';
import type { WebhookWorker } from '../../src/webhooks/worker.ts';

/** Tests read the secrets in the store. */
const PLAIN_BOX = { keyId: 'none', seal: (text: string) => text, open: (sealed: string) => sealed, isFresh: () => true };

export interface Stand {
  readonly line: Line;
  readonly clock: SteeredClock;
  /** Starts one more worker, which stops with the stand. */
  worker(options?: { allowed?: readonly AllowedRange[]; lookup?: Lookup; clock?: Clock }): WebhookWorker;
  /** A new account whose webhook is a new receiver, with the endpoint's columns as given. */
  account(answer?: Script, endpoint?: Record<string, string>): Promise<{ scope: AccountScope; receiver: Receiver }>;
  setWebhook(scope: AccountScope, columns: Record<string, string | null>): Promise<void>;
  /** Sends a Wasabi event of customer `id` that states something new each time. */
  change(scope: AccountScope, id: string, given?: object): Promise<void>;
  /** The same of several customers, in one commit. */
  changeAll(scope: AccountScope, ids: readonly string[], given?: object): Promise<void>;
  rows(scope: AccountScope, sql: string): Promise<Row[]>;
  /** Resolves when every delivery of the account is settled, jumping to retries as they come due. */
  settled(scope: AccountScope): Promise<void>;
  stop(): Promise<void>;
}

const OPEN = `select min(due_at) as due, count(*) as open from delivery where account_id = $1 and (state in ('pending', 'retrying') or due_at is not null)`;

const LOOKS_A_JUMP = 8;

export const LOOPBACK = [allowedRangeFrom('127.0.0.0/8') as AllowedRange];

export async function openStand(settings: StoreSettings): Promise<Stand> {
  const line = await openLine(settings);
  const clock = steeredClock();
  const workers: WebhookWorker[] = [];
  const receivers: Receiver[] = [];
  let statements = 0;
  const rows: Stand['rows'] = (scope, sql) =>
    line.database.forAccount(scope, async (tx) => (await tx.query({ sql, params: [tx.accountId] })).rows);
  const setWebhook: Stand['setWebhook'] = async (scope, columns) => {
    const sets = Object.keys(columns).map((name, index) => `${name} = $${index + 2}`);
    await line.database.onPlatform((tx) =>
      tx.query({
        sql: `update account set ${sets.join(', ')} where account_id = $1`,
        params: [scope.accountId, ...Object.values(columns)],
      }),
    );
  };
  const changeAll: Stand['changeAll'] = async (scope, ids, given = {}) => {
    statements += 1;
    const updatedAt = new Date(Date.UTC(2024, 0, 1) + statements * 1000).toISOString();
    const texts = ids.map((id) => JSON.stringify(wasabi(id, { updatedAt, ...given })));
    await take(line, scope, WASABI, texts);
    for (const worker of workers) worker.wake(scope.accountId);
  };
  return {
    line,
    clock,
    rows,
    setWebhook,
    worker({ allowed = LOOPBACK, lookup, clock: own = clock } = {}) {
      const observe = (): void => undefined;
      const log = pino({ level: 'silent' });
      const { database } = line;
      const worker = openWebhookWorker({ database, clock: own, log, secrets: PLAIN_BOX, workerId: clock.id(), allowed, lookup, observe });
      workers.push(worker);
      return worker;
    },
    async account(answer, endpoint = {}) {
      const scope = await line.account();
      const receiver = await startReceiver(answer);
      receivers.push(receiver);
      await setWebhook(scope, { webhook_uri: receiver.url });
      const names = Object.keys(endpoint);
      const columns = ['account_id', 'endpoint_id', ...names].join(', ');
      const values = ['$1', '1', ...names.map((_name, index) => `$${index + 2}`)].join(', ');
      await line.database.forAccount(scope, (tx) =>
        tx.query({
          sql: `insert into webhook_endpoint (${columns}) values (${values})`,
          params: [scope.accountId, ...Object.values(endpoint)],
        }),
      );
      return { scope, receiver };
    },
    changeAll,
    change: (scope, id, given) => changeAll(scope, [id], given),
    async settled(scope) {
      let looks = 0;
      await eventually(
        async () => {
          const [open] = await rows(scope, OPEN);
          const waitMs = Date.parse(open?.['due'] ?? '') - Date.parse(clock.now());
          // A jump ends requests that are under way: they have the time to be answered first.
          if (waitMs > 0 && looks++ % LOOKS_A_JUMP === 0) clock.jump(waitMs);
          for (const worker of workers) worker.wake(scope.accountId);
          return open?.['open'];
        },
        (open) => open === '0',
      );
    },
    async stop() {
      await Promise.all(workers.map((worker) => worker.stop()));
      await Promise.all(receivers.map((receiver) => receiver.stop()));
      await line.close();
    },
  };
}
