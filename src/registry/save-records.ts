// The heart: keeps what was received, in one transaction: load → decide → save → history → outbox. Nothing is locked while it
// reads and decides; instead every write says what it read, and where another writer came between, all of it is done again.

import { DatabaseError } from '../storage/engine.ts';
import { RegistryError } from '../error.ts';
import { hasCommit } from '../storage/commits.ts';
import { composeCommit } from './save/compose-commit.ts';
import { decideRecords } from './save/decide-records.ts';
import { findUnresolved } from './save/find-unresolved.ts';
import { projectCustomers } from './save/project-customers.ts';
import { reportOn } from './save/report.ts';
import type { AccountScope } from '../core/account.ts';
import type { Batch, Feed, Item } from './save/batch.ts';
import type { BatchReport } from './save/report.ts';
import type { Clock } from '../clock.ts';
import type { Commit } from './save/compose-commit.ts';
import type { Database } from '../storage/database.ts';

export interface Deps {
  readonly database: Database;
  readonly clock: Clock;
}

/** How often a commit is tried while others change the same records. */
const TRIES_MAX = 12;

/** SQLSTATEs after which the same commit may succeed: conflict, serialization failure, deadlock, and the key that another took. */
const RETRYABLE = new Set(['CL409', '40001', '40P01', '23505']);

/**
 * Keeps `batches` (of one account, all of one feed) in one commit and reports on each, in their order. When this returns, it is
 * durable; when it throws, nothing was kept. Refuses with `conflict` when other writers win every time, and with `unavailable`
 * when the store went away; both are safe to send again.
 */
export async function saveRecords(deps: Deps, scope: AccountScope, batches: readonly Batch[]): Promise<BatchReport[]> {
  const feed = (batches[0] as Batch).feed;
  const items = batches.length === 1 ? (batches[0] as Batch).items : batches.flatMap((batch) => batch.items);
  for (let tries = 1; tries <= TRIES_MAX; tries += 1) {
    const reports = await tryCommit(deps, scope, { feed, items, batches });
    if (reports) return reports;
    await deps.clock.sleep(tries * tries * Math.random());
  }
  throw new RegistryError('conflict', 'Other requests kept changing the same records; send this one again.');
}

interface Group {
  readonly feed: Feed;
  readonly items: readonly Item[];
  readonly batches: readonly Batch[];
}

/** One try; null: another writer came between. */
async function tryCommit(deps: Deps, scope: AccountScope, group: Group): Promise<BatchReport[] | null> {
  const commit = await prepare(deps, scope, group);
  try {
    await deps.database.commitAll(scope, composeCommit(scope.accountId, commit));
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    if (RETRYABLE.has(error.code)) return null;
    if (error.code !== 'CLOSED') throw error;
    await expectCommitted(deps, scope, commit.commitId);
  }
  return [...commit.reports];
}

async function prepare({ database, clock }: Deps, scope: AccountScope, group: Group): Promise<Commit> {
  const { feed, items, batches } = group;
  const receivedAt = clock.now();
  return database.forAccount(scope, async (tx) => {
    const [decided, unresolved] = await Promise.all([decideRecords(tx, feed, items, receivedAt), findUnresolved(tx, feed, items)]);
    const customers = await projectCustomers(tx, feed.source, decided.records.values());
    const reports = reportOn(batches, decided, unresolved);
    return { commitId: clock.id(), newId: () => clock.id(), batches, decided, customers, reports };
  });
}

const LOOKS_MAX = 10;
const LOOK_EVERY_MS = 500;

/** The connection went away around the COMMIT: only the store knows whether it happened, so it is asked until it answers. */
async function expectCommitted({ database, clock }: Deps, scope: AccountScope, commitId: string): Promise<void> {
  for (let look = 1; look <= LOOKS_MAX; look += 1) {
    const isCommitted = await database.forAccount(scope, (tx) => hasCommit(tx, commitId)).catch(() => null);
    if (isCommitted === true) return;
    if (isCommitted === false) break;
    await clock.sleep(LOOK_EVERY_MS);
  }
  throw new RegistryError('unavailable', 'The store went away before the records were kept; send them again.');
}
