// Every customer that meets some filters, as they all were at one moment: however long the reading takes, and whatever is written
// meanwhile.

import { onSnapshot } from '../storage/verify.ts';
import { walkFound } from '../storage/find-customers.ts';
import type { AccountScope } from '../core/account.ts';
import type { CustomerFilters } from '../core/customer-query.ts';
import type { CustomerText } from '../storage/customers.ts';
import type { Deps } from './save-records.ts';

export type { CustomerText } from '../storage/customers.ts';

/** What is exported: those that meet the filters, behind the customer `after` where an export goes on. */
export interface Extent {
  readonly filters: CustomerFilters;
  readonly after: string | null;
}

/**
 * Hands all of them over in the order of their ids, some at a time, at their taker's pace. The embedded store has one session, which
 * an export would hold for as long as it is read: its files are copied aside, and the copy is read.
 */
export async function exportCustomers(
  { database }: Pick<Deps, 'database'>,
  scope: AccountScope,
  { filters, after }: Extent,
  take: (customers: readonly CustomerText[]) => Promise<void>,
): Promise<void> {
  const source = database.openCopy ? await database.openCopy() : database;
  try {
    await onSnapshot(source, scope, async (tx) => {
      for await (const customers of walkFound(tx, filters, after)) await take(customers);
    });
  } finally {
    if (source !== database) await source.close();
  }
}
