// The heart: keeps what was received, in one transaction: load → decide → save → history → outbox. Nothing is locked while it
// reads and decides; instead every write says what it read, and where another writer came between, all of it is done again.

import { commitUntilKept } from './save/commit-until-kept.ts';
import { composeCommit } from './save/compose-commit.ts';
import { decideRecords } from './save/decide-records.ts';
import { findUnresolved } from './save/find-unresolved.ts';
import { loadTouched } from './save/project-customers.ts';
import { reportOn } from './save/report.ts';
import type { AccountScope } from '../core/account.ts';
import type { Batch, Feed, Item } from './save/batch.ts';
import type { BatchReport } from './save/report.ts';
import type { Clock } from '../clock.ts';
import type { Commit } from './save/commit.ts';
import type { Database } from '../storage/database.ts';

export interface Deps {
  readonly database: Database;
  readonly clock: Clock;
}

/**
 * Keeps `batches` (of one account, all of one feed) in one commit and reports on each, in their order. When this returns, it is
 * durable; when it throws, nothing was kept. Refuses with `conflict` when other writers win every time, and with `unavailable`
 * when the store went away; both are safe to send again.
 */
export async function saveRecords(deps: Deps, scope: AccountScope, batches: readonly Batch[]): Promise<BatchReport[]> {
  const feed = (batches[0] as Batch).feed;
  const items = batches.length === 1 ? (batches[0] as Batch).items : batches.flatMap((batch) => batch.items);
  return commitUntilKept(deps, scope, async (commitId) => {
    const commit = await prepare(deps, scope, { feed, items, batches, commitId });
    return { statements: composeCommit(scope.accountId, commit), value: [...commit.reports] };
  });
}

interface Group {
  readonly feed: Feed;
  readonly items: readonly Item[];
  readonly batches: readonly Batch[];
  readonly commitId: string;
}

async function prepare({ database, clock }: Deps, scope: AccountScope, group: Group): Promise<Commit> {
  const { feed, items, batches, commitId } = group;
  const receivedAt = clock.now();
  return database.forAccount(scope, async (tx) => {
    const [decided, unresolved] = await Promise.all([decideRecords(tx, feed, items, receivedAt), findUnresolved(tx, feed, items)]);
    const touched = await loadTouched(tx, feed, decided.records.values());
    const reports = reportOn(batches, decided, unresolved);
    return { commitId, newId: () => clock.id(), batches, decided, touched, reports };
  });
}
