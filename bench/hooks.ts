// What the rows of webhooks share: a receiver on this machine, backlogs straight in the store, and times sorted into a figure.

import { createServer } from 'node:http';
import { once } from 'node:events';
import { openDatabase } from '../src/storage/database.ts';
import type { AccountScope } from '../src/core/account.ts';
import type { AddressInfo } from 'node:net';
import type { Database } from '../src/storage/database.ts';
import type { Figure } from './stage.ts';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Lets a server send to this machine. */
export const ALLOW = { CLIENTELE_WEBHOOK_ALLOW: '127.0.0.0/8' };

export interface HookReceiver {
  readonly url: string;
  stop(): void;
}

export async function startHookReceiver(take: (request: IncomingMessage, answer: ServerResponse) => void): Promise<HookReceiver> {
  const server = createServer(take);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** How long ago the event in a body happened, by this machine's one clock. */
export async function ageOfEvent(request: IncomingMessage): Promise<number> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  const arrivedMs = performance.timeOrigin + performance.now();
  const [, timestamp = ''] = /"timestamp":"([^"]+)"/.exec(Buffer.concat(parts).toString()) ?? [];
  return arrivedMs - Date.parse(timestamp);
}

export function figureOfTimes(name: string, times: readonly number[]): Figure {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? Infinity;
  return { name, p50Ms: at(0.5), p99Ms: at(0.99) };
}

export async function withStore<T>(databaseUrl: string, use: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase({ databaseUrl, connectionsMax: 2 });
  try {
    return await use(database);
  } finally {
    await database.close();
  }
}

/** Deliveries of four customers in five, so that some have two in a row, with documents of about 700 bytes. */
export async function addBacklog(database: Database, account: AccountScope, count: number): Promise<void> {
  await database.inTransaction(account, (tx) =>
    tx.query({
      sql: `insert into delivery (account_id, delivery_id, endpoint_id, subject_id, type, sequence, version, occurred_at, document)
select $1, delivery_id(now(), i), 1, md5(($2 + i % ($2 * 4 / 5))::text)::uuid, 'customer.updated', i, 1, now(), '{"id":"' || repeat('x', 680) || '"}'
from generate_series(1, $2::integer) i`,
      params: [account.accountId, count],
    }),
  );
}
