// The work on imports, as the node does it that holds the lease: what it knows, how far it came, how it ended.

import { deleteLease, leaseImport, prolongLease, releaseAllLeases, releaseLease } from '../storage/import-leases.ts';
import { findImport, insertImportBatch, listImportBatches, updateImport } from '../storage/imports.ts';
import { settleRequest } from './settle-request.ts';
import { insertEvent } from '../storage/outbox.ts';
import type { AccountScope } from '../core/account.ts';
import type { Deps } from './save-records.ts';
import type { Feed, Origin } from './save/batch.ts';
import type { Import } from '../core/import.ts';
import type { ImportPatch } from '../storage/imports.ts';
import type { Lease } from '../storage/import-leases.ts';

export type { Lease } from '../storage/import-leases.ts';

/** Takes a job that waits; null: there is none. */
export function takeImport({ database, clock }: Deps): Promise<Lease | null> {
  return database.onPlatform((tx) => leaseImport(tx, clock.id()));
}

/** Prolongs the lease and says whether to go on: not when another node has the job, or when it is to be canceled. */
export async function keepImport({ database }: Deps, lease: Lease): Promise<'go on' | 'lost' | 'cancel'> {
  const isOurs = await database.onPlatform((tx) => prolongLease(tx, lease));
  if (!isOurs) return 'lost';
  const job = await database.forAccount(lease.scope, (tx) => findImport(tx, lease.importId));
  return job?.isCancelAsked === true ? 'cancel' : 'go on';
}

/** Gives the job back for somebody to go on with, after a pause. */
export async function giveBackImport({ database }: Deps, lease: Lease, pauseSeconds = 0): Promise<void> {
  await database.onPlatform((tx) => releaseLease(tx, lease, pauseSeconds));
}

/** Frees the jobs of processes that are gone, where only one process can have the store. */
export async function freeImports({ database }: Deps): Promise<void> {
  if (database.kind === 'embedded') await database.onPlatform(releaseAllLeases);
}

/** The job as it stands, and which of its batches are committed. */
export function loadImport({ database }: Deps, { scope, importId }: Lease): Promise<{ job: Import | null; committed: Set<number> }> {
  return database.forAccount(scope, async (tx) => {
    return { job: await findImport(tx, importId), committed: await listImportBatches(tx, importId) };
  });
}

/** Notes what was learnt on the way; false where the job is no longer worked on. */
export function noteImport({ database }: Deps, { scope, importId }: Lease, patch: ImportPatch): Promise<boolean> {
  const from = ['waiting', 'checking', 'running', 'undoing', 'restoring'] as const;
  return database.forAccount(scope, (tx) => updateImport(tx, importId, from, patch));
}

/** Ends the job: its last state, and no more work. The account's webhook is told of one that took its file in. */
export async function endImport(deps: Deps, lease: Lease, patch: ImportPatch): Promise<void> {
  await deps.database.inTransaction(lease.scope, async (tx) => {
    const hasEnded = await updateImport(tx, lease.importId, ['waiting', 'checking', 'running', 'undoing', 'restoring'], patch);
    const document = JSON.stringify({ id: lease.importId, finishedAt: patch.finished_at });
    const isTaken = patch.state === 'finished' && patch.plan === undefined;
    if (hasEnded && isTaken) await insertEvent(tx, { type: 'import.finished', document });
    await deleteLease(tx, lease);
  });
}

/** Where a batch of an import comes from: its commit notes it, so that it is never taken twice. */
export function originOf({ accountId }: AccountScope, importId: string, batchNo: number): Origin {
  return { importId, besides: [insertImportBatch(accountId, importId, batchNo)] };
}

/** Closes the receipt of an import; what it did not take is safe to import again. */
export function settleImport(deps: Deps, { scope, importId }: Lease, feed: Feed, { notTaken }: { notTaken: number }): Promise<void> {
  const state = notTaken > 0 ? 'cut' : 'complete';
  return settleRequest(deps, scope, { requestId: importId, ...feed }, { state, notTaken, lastLine: null });
}
