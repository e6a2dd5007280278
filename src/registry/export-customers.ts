// Every customer that meets some filters, as they all were at one moment: however long the reading takes, and whatever is written
// meanwhile. The moment may be a past one.

import { meetsFilters } from '../core/meets-filters.ts';
import { onSnapshot } from '../storage/verify.ts';
import { RegistryError } from '../error.ts';
import { replayMany } from './replay-past.ts';
import { textOf } from './read-past.ts';
import { walkFound } from '../storage/find-customers.ts';
import type { AccountScope } from '../core/account.ts';
import type { AccountTx } from '../storage/database.ts';
import type { Bounds } from '../core/replay.ts';
import type { CustomerFilters } from '../core/customer-query.ts';
import type { CustomerText } from '../storage/customers.ts';
import type { Deps } from './save-records.ts';
import type { PastFilters } from '../core/meets-filters.ts';

export type { CustomerText } from '../storage/customers.ts';

/** What is exported: those that meet the filters, behind the customer `after` where an export goes on. */
export interface Extent {
  readonly filters: CustomerFilters;
  readonly after: string | null;
  /** Null: the present. */
  readonly past: Bounds | null;
}

/** Refuses with `request_invalid` what no export can be held to. */
export function expectExtent({ filters, past }: Extent): void {
  if (past === null || filters.q === undefined) return;
  throw new RegistryError('request_invalid', '"q" looks in the present alone: leave it out, or "asOf" and "knownAt".');
}

/**
 * Hands all of them over in the order of their ids, some at a time, at their taker's pace. The embedded store has one session, which
 * an export would hold for as long as it is read: its files are copied aside, and the copy is read; but for what stands on one page, which
 * is read at once.
 */
export async function exportCustomers(
  { database }: Pick<Deps, 'database'>,
  scope: AccountScope,
  extent: Extent,
  take: (customers: readonly CustomerText[]) => Promise<void>,
): Promise<void> {
  const { filters, after, past } = extent;
  if (database.openCopy && past === null) {
    const few = await onSnapshot(database, scope, (tx) => onlyPageOf(walkFound(tx, filters, after)));
    if (few) return few.length > 0 ? take(few) : undefined;
  }
  const source = database.openCopy ? await database.openCopy() : database;
  try {
    await onSnapshot(source, scope, async (tx) => {
      for await (const customers of walkFound(tx, past ? {} : filters, after)) {
        await take(past ? await pastOf(tx, customers, { filters, past }) : customers);
      }
    });
  } finally {
    if (source !== database) await source.close();
  }
}

/** All there is, where it stands on one page; null where there is more. */
async function onlyPageOf<T>(pages: AsyncGenerator<T[]>): Promise<T[] | null> {
  const first = await pages.next();
  if (first.done === true) return [];
  const { done } = await pages.next();
  if (done === true) return first.value;
  await pages.return(undefined);
  return null;
}

/** Those of them that there were within the bounds and that met the filters then, as they were. */
async function pastOf(
  tx: AccountTx,
  customers: readonly CustomerText[],
  { filters, past }: { filters: PastFilters; past: Bounds },
): Promise<CustomerText[]> {
  const ids = customers.map(({ customerId }) => customerId);
  const texts: CustomerText[] = [];
  for await (const [customerId, { last }] of replayMany(tx, ids, past)) {
    const isMeant = last && meetsFilters({ content: last.content, changedAt: last.commit.recordedAt }, filters);
    if (isMeant) texts.push(textOf(customerId, last));
  }
  return texts;
}
