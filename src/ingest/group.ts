// Batches that share one transaction: which of those that wait may go together, and what becomes of each when they are kept.

import { RegistryError } from '../error.ts';
import { saveRecords } from '../registry/save-records.ts';
import type { AccountScope } from '../core/account.ts';
import type { Batch, Feed } from '../registry/save/batch.ts';
import type { BatchReport } from '../registry/save/report.ts';
import type { Deps } from '../registry/save-records.ts';

/** A batch that waits for its commit. */
export interface Pending {
  readonly batch: Batch;
  /** What it touches: two groups at once must not decide on the same customer. */
  readonly claims: readonly string[];
  readonly resolve: (report: BatchReport) => void;
  readonly reject: (error: unknown) => void;
}

/** How many records a group has. */
export function sizeOf(group: readonly Pending[]): number {
  return group.reduce((sum, { batch }) => sum + batch.received.length, 0);
}

/**
 * The longest waiting batch that touches nothing claimed, and all others of its feed that fit beside it; they are claimed. None
 * overtakes a batch that waits for the same customer: records without a time are ordered by their commit.
 */
export function takeGroup(waiting: Pending[], claimed: Set<string>, recordsMax: number): Pending[] {
  const group: Pending[] = [];
  const passed = new Set<string>();
  let records = 0;
  for (let at = 0; at < waiting.length && records < recordsMax; at += 1) {
    const pending = waiting[at] as Pending;
    const { batch, claims } = pending;
    const isFree = !claims.some((claim) => claimed.has(claim) || passed.has(claim));
    if (!isFree || !fitsBeside(group[0], batch, recordsMax - records)) {
      for (const claim of claims) passed.add(claim);
      continue;
    }
    group.push(pending);
    records += batch.received.length;
    waiting.splice(at, 1);
    at -= 1;
  }
  // Claimed only now: batches of one group may share customers, they are decided on one after the other.
  for (const { claims } of group) for (const claim of claims) claimed.add(claim);
  return group;
}

/** Whether a group that began with `first` and has room for `room` more records may take the batch too. */
function fitsBeside(first: Pending | undefined, { received, feed, origin }: Batch, room: number): boolean {
  if (!first) return true;
  if (first.batch.origin?.importId !== origin?.importId) return false;
  return received.length <= room && isSameFeed(first.batch.feed, feed);
}

function isSameFeed(a: Feed, b: Feed): boolean {
  return a.source === b.source && a.recordType === b.recordType && a.format === b.format;
}

/** Settles every batch of the group; when the group fails, each is tried alone, so that each fails alone. */
export async function saveGroup(deps: Deps, scope: AccountScope, group: readonly Pending[]): Promise<void> {
  try {
    const reports = await saveRecords(
      deps,
      scope,
      group.map(({ batch }) => batch),
    );
    for (const [at, { resolve }] of group.entries()) resolve(reports[at] as BatchReport);
  } catch (error) {
    if (group.length === 1 || isStoreGone(error)) {
      for (const { reject } of group) reject(error);
      return;
    }
    for (const pending of group) await saveGroup(deps, scope, [pending]);
  }
}

function isStoreGone(error: unknown): boolean {
  return error instanceof RegistryError && error.code === 'unavailable';
}
