// An import whose file is looked through: what its records are, and how they are read, whether they are taken, planned or given back.

import { setImmediate } from 'node:timers/promises';
import { checkFile } from './file/check-file.ts';
import { describeColumns } from '../formats/csv/row.ts';
import { noteImport } from '../registry/import-work.ts';
import { openRecordFile } from './file/record-file.ts';
import { readRaw } from './file/raw-record.ts';
import { receiving } from '../registry/save/batch.ts';
import { recognizeTable } from './file/recognize.ts';
import type { Feed, Received } from '../registry/save/batch.ts';
import type { FileReader, RawRecord } from './file/raw-record.ts';
import type { Import } from '../core/import.ts';
import type { ImportFiles } from './import-files.ts';
import type { Ingest } from './request.ts';
import type { IssueGroups } from './file/issue-groups.ts';
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

/** An import whose file is looked through. */
export type KnownImport = Import & { readonly feed: Feed };

/** Records read in one go, so that others get their turn. */
const SLICE_RECORDS = 200;

/** Looks through the file, unless a run before did. Throws a refusal where it cannot be taken at all. */
export async function knownImport(deps: ImportDeps, { lease, breathe }: Work, job: Import): Promise<KnownImport> {
  if (job.records !== null) return { ...job, feed: feedOf(job) };
  await noteImport(deps, lease, { state: 'checking' });
  const { format, recordType, carrier, columns, records } = await checkFile(deps.files.read(lease.scope, lease.importId), job, breathe);
  const source = job.source ?? format;
  const described = columns && describeColumns(columns);
  const patch = { format, record_type: recordType, source, carrier, records, columns: described && JSON.stringify(described) };
  await noteImport(deps, lease, patch);
  return { ...job, format, recordType, source, carrier, records, columns: described, feed: { source, format, recordType } };
}

/** What an import's records are, once its file is looked through. */
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

/** Reads a batch of the file, and notes its issues. */
export async function readBatch(batch: readonly RawRecord[], reader: FileReader, groups: IssueGroups): Promise<Received[]> {
  const received: Received[] = [];
  for (const [at, raw] of batch.entries()) {
    if (at % SLICE_RECORDS === SLICE_RECORDS - 1) await setImmediate();
    const one = readRaw(raw, reader);
    if (one.issues.length > 0) groups.add(one.issues, one.place);
    received.push(one);
  }
  return received;
}
