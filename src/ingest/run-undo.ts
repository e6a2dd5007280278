// Undoing an import, or restoring an undone one, page by page to its end. Each page is a commit that marks what it did, so that a run
// that was cut off goes on with what is left.

import { endImport, noteImport } from '../registry/import-work.ts';
import { feedOf } from './known-import.ts';
import { planUndo, undoPage } from '../registry/import-undo.ts';
import type { AccountScope } from '../core/account.ts';
import type { Deps } from '../registry/save-records.ts';
import type { Import, UndoSums } from '../core/import.ts';
import type { ImportDeps, Work } from './known-import.ts';
import type { UndoPage } from '../registry/import-undo.ts';

/** Undoes or restores the import to its end. */
export async function runUndo(deps: ImportDeps, { lease, breathe }: Work, job: Import): Promise<void> {
  const mode = job.state === 'undoing' ? 'undo' : 'restore';
  const target = { importId: job.importId, feed: feedOf(job), mode } as const;
  // What was done before a break counts too; what others confirmed is met again by the run that goes on.
  const sums = { ...(job.undo ?? noSums()), confirmed: 0 };
  for (let after: string | null = ''; after !== null;) {
    await breathe();
    const page: UndoPage = await undoPage(deps, lease.scope, target, after);
    addSums(sums, page.sums);
    await noteImport(deps, lease, { undo: JSON.stringify(sums) });
    after = page.next;
  }
  const end = job.received === job.records ? 'finished' : 'canceled';
  await endImport(deps, lease, mode === 'undo' ? { state: 'undone', undone_at: deps.clock.now() } : { state: end, undone_at: null });
}

/** Customers shown of what undoing would change. */
const SHOWN_MAX = 100;

export interface UndoPlan extends UndoSums {
  readonly mode: 'undo' | 'restore';
  /** The first customers that would change, with the fields. */
  readonly differences: readonly { readonly customerId: string; readonly status: string; readonly fields: readonly string[] }[];
}

/** What undoing (or restoring) would change; nothing is changed. */
export async function planWholeUndo(deps: Deps, scope: AccountScope, job: Import): Promise<UndoPlan> {
  const mode = job.state === 'undone' ? 'restore' : 'undo';
  const target = { importId: job.importId, feed: feedOf(job), mode } as const;
  const sums = noSums();
  const differences: { customerId: string; status: string; fields: string[] }[] = [];
  for (let after: string | null = ''; after !== null;) {
    const page: UndoPage = await planUndo(deps, scope, target, after);
    addSums(sums, page.sums);
    for (const { customerId, status, change } of page.customers) {
      if (change && differences.length < SHOWN_MAX) differences.push({ customerId, status, fields: fieldsIn(change.fields) });
    }
    after = page.next;
  }
  return { mode, ...sums, differences };
}

/** The fields as the store's array has them: `{status,country}`. */
function fieldsIn(list: string): string[] {
  return list === '{}' ? [] : list.slice(1, -1).split(',');
}

function noSums(): UndoSums {
  return { versions: 0, confirmed: 0, customers: 0, removed: 0 };
}

function addSums(sum: UndoSums, more: UndoSums): void {
  sum.versions += more.versions;
  sum.confirmed += more.confirmed;
  sum.customers += more.customers;
  sum.removed += more.removed;
}
