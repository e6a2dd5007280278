// The whole line without HTTP: records' texts through parsing, lanes and saveRecords into a store, and what is then in it.
// One open store serves a whole file of tests; every run takes a fresh account in it, which costs two small inserts.

import { randomUUID } from 'node:crypto';
import { systemClock } from '../../src/clock.ts';
import { parse } from '../../src/formats/index.ts';
import { openLanes } from '../../src/ingest/lanes.ts';
import { batchOf, receiving } from '../../src/registry/save/batch.ts';
import { openDatabase } from '../../src/storage/database.ts';
import { insertTestAccount } from './accounts.ts';
import type { AccountScope } from '../../src/core/account.ts';
import type { Clock } from '../../src/clock.ts';
import type { Database, StoreSettings } from '../../src/storage/database.ts';
import type { Batch, Feed } from '../../src/registry/save/batch.ts';
import type { BatchReport } from '../../src/registry/save/report.ts';
import type { Lanes } from '../../src/ingest/lanes.ts';

export interface Line {
  readonly database: Database;
  readonly clock: Clock;
  readonly lanes: Lanes;
  account(): Promise<AccountScope>;
  close(): Promise<void>;
}

export async function openLine(settings: StoreSettings): Promise<Line> {
  return lineOn(await openDatabase(settings));
}

/** A line over a store that is open already. */
export function lineOn(database: Database): Line {
  const clock = systemClock();
  const lanes = openLanes({ database, clock }, () => undefined);
  return {
    database,
    clock,
    lanes,
    account: () => insertTestAccount(database),
    async close() {
      await lanes.drain();
      await database.close();
    },
  };
}

export const COBI: Feed = { source: 'cobi', format: 'cobi', recordType: 'customer' };
export const WASABI: Feed = { source: 'wasabi', format: 'wasabi', recordType: 'customer' };

/** Sends `texts` as one batch (at most 1,000) of a request of its own. */
export function take(line: Line, scope: AccountScope, feed: Feed, texts: readonly string[]): Promise<BatchReport> {
  return line.lanes.save(scope, batchFrom(line, scope, feed, texts));
}

/** Sends them as an import's. */
export function takeImported(
  line: Line,
  scope: AccountScope,
  { importId, ...feed }: Feed & { importId: string },
  texts: readonly string[],
): Promise<BatchReport> {
  return line.lanes.save(scope, { ...batchFrom(line, scope, feed, texts), origin: { importId, besides: [] } });
}

function batchFrom({ clock }: Line, scope: AccountScope, feed: Feed, texts: readonly string[]): Batch {
  const options = { format: feed.format, recordType: feed.recordType, now: clock.now() };
  const receive = receiving(scope, feed);
  const received = texts.map((text, index) => receive(parse(text, options), { index }, text));
  const progress = { state: 'complete', offered: texts.length, lastLine: () => null } as const;
  return batchOf({ requestId: randomUUID(), feed, received, progress });
}

/** What a test compares: everything held of an account that does not depend on the order of arrival. */
export interface Holdings {
  /** Customers as shown, without `version` and `changedAt`, by id. */
  readonly customers: readonly object[];
  readonly links: readonly string[];
  readonly versions: readonly string[];
  /** Each record's current version. */
  readonly current: readonly string[];
}

type Rows = Record<string, string>[];

export async function holdingsOf({ database }: Pick<Line, 'database'>, scope: AccountScope): Promise<Holdings> {
  return database.forAccount(scope, async (tx) => {
    const rows = async (sql: string): Promise<Rows> => (await tx.query({ sql, params: [tx.accountId] })).rows as Rows;
    const customers = await rows('select document from customer where account_id = $1 order by customer_id');
    const links = await rows('select * from link where account_id = $1 and revoked_commit_id is null');
    const versions = await rows('select * from version where account_id = $1');
    const current = await rows('select * from source_record where account_id = $1');
    return {
      customers: customers.map((row) => withoutVersion(row['document'] as string)),
      links: links.map((row) => `${row['customer_id']} ← ${row['source']}/${row['source_id']}`).sort(),
      versions: versions.map(versionNameOf).sort(),
      current: current.map((row) => `${versionNameOf(row)} ${row['is_deleted']}`).sort(),
    };
  });
}

function versionNameOf(row: Record<string, string>): string {
  const time = row['is_time_stated'] === 't' ? row['version_time'] : 'received';
  return `${row['source']}/${row['record_type']}/${row['source_id']} ${time} ${row['content_hash']}`;
}

function withoutVersion(document: string): object {
  const { version: _version, ...shown } = JSON.parse(document) as Record<string, unknown>;
  return shown;
}
