// One import from its file to its end: looked through, then taken batch by batch through the same lanes as every request. Each batch
// notes itself in its own commit, so that a run that was cut off goes on behind what is committed.

import { batchesOf } from './file/batches.ts';
import { batchOf } from '../registry/save/batch.ts';
import { feedOf, knownImport, openKnown, readBatch } from './known-import.ts';
import { endImport, noteImport, originOf, settleImport } from '../registry/import-work.ts';
import { IssueGroups } from './file/issue-groups.ts';
import { judgeFile } from './file/check-file.ts';
import { planImport } from './plan-import.ts';
import { readRaw } from './file/raw-record.ts';
import { RegistryError } from '../error.ts';
import type { ImportDeps, KnownImport, Work } from './known-import.ts';
import type { Received } from '../registry/save/batch.ts';
import type { Import } from '../core/import.ts';
import type { Lease } from '../registry/import-work.ts';

/** The work ends before the file does: somebody asked for it, another node has it, or this one stops. */
export class Halt extends Error {
  override readonly name = 'Halt';
  readonly why: 'cancel' | 'lost' | 'stop';

  constructor(why: Halt['why']) {
    super(`the work on an import ends: ${why}`);
    this.why = why;
  }
}

/** Batches of one import on their way at once: as many as its lane keeps at once, and one that waits there while the next is read. */
const BATCHES_AT_ONCE_MAX = 4;

/** Takes the file in, to its end or to where it was stopped. Throws a refusal where the file cannot be taken, and `Halt`. */
export async function runImport(
  deps: ImportDeps,
  work: Work,
  { job, committed }: { job: Import; committed: ReadonlySet<number> },
): Promise<void> {
  const known = await knownImport(deps, work, job);
  if (job.policy === 'reject_file' && job.state !== 'running') await expectAllValid(deps, work, known);
  if (job.isDryRun) return planImport(deps, work, known);
  if (job.state !== 'running') {
    await noteImport(deps, work.lease, { state: 'running', started_at: deps.clock.now(), undoable_until: 'infinity' });
  }
  const groups = await takeFile(deps, work, { known, committed });
  await settleImport(deps, work.lease, known.feed, { notTaken: 0 });
  await endImport(deps, work.lease, { state: 'finished', issues: JSON.stringify(groups.list), ...endedNow(deps) });
}

/** Ends a job that was stopped half-way: what is committed stays, and can be undone. */
export async function settleCanceled(deps: ImportDeps, lease: Lease, { job }: { job: Import }): Promise<void> {
  const isTaken = job.format !== 'auto' && job.recordType !== 'auto' && job.source !== null;
  if (isTaken && job.startedAt !== null) {
    await settleImport(deps, lease, feedOf(job), { notTaken: (job.records ?? 0) - job.received });
  }
  await endImport(deps, lease, { state: 'canceled', ...endedNow(deps), ...(job.startedAt === null && { undoable_until: null }) });
}

/** When a run ended, and until when it can be undone. */
export function endedNow({ clock, undoDays }: Pick<ImportDeps, 'clock' | 'undoDays'>): { finished_at: string; undoable_until: string } {
  const now = clock.now();
  return { finished_at: now, undoable_until: new Date(Date.parse(now) + undoDays * 86_400_000).toISOString() };
}

async function expectAllValid(deps: ImportDeps, { lease, breathe }: Work, job: KnownImport): Promise<void> {
  const { reader } = await openKnown(deps, lease, job);
  const judged = await judgeFile(deps.files.read(lease.scope, lease.importId), (raw) => readRaw(raw, reader), breathe);
  if (judged.rejected === 0) return;
  await noteImport(deps, lease, { issues: JSON.stringify(judged.issues) });
  if (!job.isDryRun) await settleImport(deps, lease, job.feed, { notTaken: job.records as number });
  throw new RegistryError(
    'request_invalid',
    `${judged.rejected} of ${job.records} records are faulty, and the policy is reject_file: nothing was taken. Mend them, or take the rest with reject_rows.`,
  );
}

async function takeFile(
  deps: ImportDeps,
  work: Work,
  { known, committed }: { known: KnownImport; committed: ReadonlySet<number> },
): Promise<IssueGroups> {
  const { file, reader } = await openKnown(deps, work.lease, known);
  const groups = new IssueGroups();
  const onTheirWay = new Set<Promise<void>>();
  let batchNo = 0;
  try {
    for await (const batch of batchesOf(file.records)) {
      await work.breathe();
      const received = await readBatch(batch, reader, groups);
      if (!committed.has(batchNo)) send(onTheirWay, saveBatch(deps, work.lease, { known, received, batchNo }));
      if (onTheirWay.size >= BATCHES_AT_ONCE_MAX) await Promise.race(onTheirWay);
      batchNo += 1;
    }
    await Promise.all(onTheirWay);
  } finally {
    await Promise.allSettled(onTheirWay);
  }
  return groups;
}

/** One that fails stays, for whoever awaits the others to hear of it. */
function send(onTheirWay: Set<Promise<void>>, saved: Promise<void>): void {
  onTheirWay.add(saved);
  saved.then(
    () => onTheirWay.delete(saved),
    () => undefined,
  );
}

interface Part {
  readonly known: KnownImport;
  readonly received: readonly Received[];
  readonly batchNo: number;
}

function saveBatch(deps: ImportDeps, { scope, importId }: Lease, { known, received, batchNo }: Part): Promise<void> {
  const progress = { state: 'receiving', offered: null, lastLine: () => null } as const;
  const origin = originOf(scope, importId, batchNo);
  const batch = batchOf({ requestId: importId, feed: known.feed, received, progress, origin });
  return deps.lanes.save(scope, batch).then(({ counts }) => deps.onTaken(known.feed.format, counts));
}
