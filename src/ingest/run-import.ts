// One import from its file to its end: looked through, then taken batch by batch through the same lanes as every request. Each batch
// notes itself in its own commit, so that a run that was cut off goes on behind what is committed.

import { setImmediate } from 'node:timers/promises';
import { batchesOf } from './file/batches.ts';
import { batchOf, receiving } from '../registry/save/batch.ts';
import { checkFile, judgeFile } from './file/check-file.ts';
import { describeColumns } from '../formats/csv/row.ts';
import { endImport, noteImport, originOf, settleImport } from '../registry/import-work.ts';
import { IssueGroups } from './file/issue-groups.ts';
import { openRecordFile } from './file/record-file.ts';
import { readRaw } from './file/raw-record.ts';
import { recognizeTable } from './file/recognize.ts';
import { RegistryError } from '../error.ts';
import type { Feed, Received } from '../registry/save/batch.ts';
import type { FileReader, RawRecord } from './file/raw-record.ts';
import type { Import } from '../core/import.ts';
import type { ImportFiles } from './import-files.ts';
import type { Ingest } from './take-records.ts';
import type { Lease } from '../registry/import-work.ts';
import type { OutcomeCounts } from '../core/outcome.ts';
import type { RecordFile } from './file/record-file.ts';

export interface ImportDeps extends Ingest {
  readonly files: ImportFiles;
  /** How long an import can be undone. */
  readonly undoDays: number;
  readonly onTaken: (format: string, counts: OutcomeCounts) => void;
}

/** One job in the hands of one node. */
export interface Work {
  readonly lease: Lease;
  /** Between batches: throws `Halt` where the work is to end. */
  readonly breathe: () => Promise<void>;
}

/** The work ends before the file does: somebody asked for it, another node has it, or this one stops. */
export class Halt extends Error {
  override readonly name = 'Halt';
  readonly why: 'cancel' | 'lost' | 'stop';

  constructor(why: Halt['why']) {
    super(`the work on an import ends: ${why}`);
    this.why = why;
  }
}

/** An import whose file is looked through. */
export type KnownImport = Import & { readonly feed: Feed };

/** Batches of one import on their way at once: some are kept while the next is read. */
const BATCHES_AT_ONCE_MAX = 3;
/** Records read in one go, so that others get their turn. */
const SLICE_RECORDS = 200;

/** Takes the file in, to its end or to where it was stopped. Throws a refusal where the file cannot be taken, and `Halt`. */
export async function runImport(
  deps: ImportDeps,
  work: Work,
  { job, committed }: { job: Import; committed: ReadonlySet<number> },
): Promise<void> {
  const known = await knownImport(deps, work, job);
  if (job.state !== 'running') {
    if (job.policy === 'reject_file') await expectAllValid(deps, work, known);
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

async function knownImport(deps: ImportDeps, { lease, breathe }: Work, job: Import): Promise<KnownImport> {
  if (job.records !== null) return { ...job, feed: feedOf(job) };
  await noteImport(deps, lease, { state: 'checking' });
  const { format, recordType, carrier, columns, records } = await checkFile(deps.files.read(lease.scope, lease.importId), job, breathe);
  const source = job.source ?? format;
  const described = columns && describeColumns(columns);
  const patch = { format, record_type: recordType, source, carrier, records, columns: described && JSON.stringify(described) };
  await noteImport(deps, lease, patch);
  return { ...job, format, recordType, source, carrier, records, columns: described, feed: { source, format, recordType } };
}

export function feedOf({ source, format, recordType }: Import): Feed {
  if (source === null || format === 'auto' || recordType === 'auto') throw new Error('an import whose file nobody looked through');
  return { source, format, recordType };
}

/** Reads an import's file again, with what is needed to read its records. */
export async function openKnown(
  { files }: Pick<ImportDeps, 'files'>,
  { scope, importId }: Pick<Lease, 'scope' | 'importId'>,
  job: KnownImport,
): Promise<{ file: RecordFile; reader: FileReader }> {
  const file = await openRecordFile(files.read(scope, importId));
  const { feed, takesFixes, createdAt, mapping } = job;
  const { format, recordType } = feed;
  const columns = file.header && recognizeTable(file.header, { format, recordType, mapping }).columns;
  // Judged as of the upload, so that the same file gets the same verdict however late it is read again.
  return { file, reader: { columns, receive: receiving(scope, feed), options: { format, recordType, now: createdAt, fixes: takesFixes } } };
}

async function expectAllValid(deps: ImportDeps, { lease, breathe }: Work, job: KnownImport): Promise<void> {
  const { reader } = await openKnown(deps, lease, job);
  const judged = await judgeFile(deps.files.read(lease.scope, lease.importId), (raw) => readRaw(raw, reader), breathe);
  if (judged.rejected === 0) return;
  await noteImport(deps, lease, { issues: JSON.stringify(judged.issues) });
  await settleImport(deps, lease, job.feed, { notTaken: job.records as number });
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
  const onTheirWay: Promise<void>[] = [];
  let batchNo = 0;
  try {
    for await (const batch of batchesOf(file.records)) {
      await work.breathe();
      const received = await readBatch(batch, reader, groups);
      if (!committed.has(batchNo)) onTheirWay.push(saveBatch(deps, work.lease, { known, received, batchNo }));
      if (onTheirWay.length >= BATCHES_AT_ONCE_MAX) await onTheirWay.shift();
      batchNo += 1;
    }
    await Promise.all(onTheirWay);
  } finally {
    await Promise.allSettled(onTheirWay);
  }
  return groups;
}

async function readBatch(batch: readonly RawRecord[], reader: FileReader, groups: IssueGroups): Promise<Received[]> {
  const received: Received[] = [];
  for (const [at, raw] of batch.entries()) {
    if (at % SLICE_RECORDS === SLICE_RECORDS - 1) await setImmediate();
    const one = readRaw(raw, reader);
    if (one.issues.length > 0) groups.add(one.issues, one.place);
    received.push(one);
  }
  return received;
}

interface Part {
  readonly known: KnownImport;
  readonly received: readonly Received[];
  readonly batchNo: number;
}

function saveBatch(deps: ImportDeps, { scope, importId }: Lease, { known, received, batchNo }: Part): Promise<void> {
  const progress = { state: 'receiving', offered: null, lastLine: () => null } as const;
  const origin = originOf(scope, importId, batchNo);
  const saved = deps.lanes
    .save(scope, batchOf({ requestId: importId, feed: known.feed, received, progress, origin }))
    .then(({ counts }) => deps.onTaken(known.feed.format, counts));
  // Awaited in its turn; a fault of a later batch must not count as one that nobody hears of.
  saved.catch(() => undefined);
  return saved;
}
