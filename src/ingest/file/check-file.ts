// A file looked through before anything of it is taken: what it is, how many records it holds, and, where it is asked for, how many
// of them would be rejected.

import { batchesOf } from './batches.ts';
import { IssueGroups } from './issue-groups.ts';
import { openRecordFile } from './record-file.ts';
import type { readRaw } from './raw-record.ts';
import { recognizeRecords, recognizeTable } from './recognize.ts';
import { RegistryError } from '../../error.ts';
import type { Column } from '../../formats/csv/match-columns.ts';
import type { FileCarrier } from './record-file.ts';
import type { ImportSettings, IssueGroup } from '../../core/import.ts';
import type { Kind } from '../../formats/recognize.ts';
import type { RawRecord } from './raw-record.ts';

export interface CheckedFile extends Kind {
  readonly carrier: FileCarrier;
  readonly delimiter: string | null;
  readonly columns: readonly Column[] | null;
  readonly records: number;
}

type Wish = Pick<ImportSettings, 'format' | 'recordType' | 'mapping'>;

/** Called between batches; throws to stop. */
export type Breath = () => Promise<void>;

/** Reads the whole file once. Throws a refusal that says what is wrong with the file as a whole. */
export async function checkFile(bytes: AsyncIterable<Buffer>, wish: Wish, breathe: Breath): Promise<CheckedFile> {
  const file = await openRecordFile(bytes);
  const table = file.header && recognizeTable(file.header, wish);
  let kind: Kind | null = table;
  let records = 0;
  for await (const batch of batchesOf(file.records)) {
    kind ??= recognizeRecords(batch, wish);
    records += batch.length;
    await breathe();
  }
  if (records === 0) {
    throw new RegistryError('request_invalid', file.header ? 'The file holds a header and no record.' : 'The file holds no record.');
  }
  if (!kind) {
    throw new RegistryError(
      'request_invalid',
      'The records look like none of the formats: name theirs (cobi, wasabi or registry) instead of "auto".',
    );
  }
  const { format, recordType } = kind;
  return { format, recordType, carrier: file.carrier, delimiter: file.delimiter, columns: table?.columns ?? null, records };
}

/** Every record that would be rejected, with the reasons; what a file of rejects is made of. */
export interface Judged {
  readonly rejected: number;
  readonly issues: readonly IssueGroup[];
}

/** Judges every record by its format's rules, as importing would. */
export async function judgeFile(
  bytes: AsyncIterable<Buffer>,
  read: (raw: RawRecord) => ReturnType<typeof readRaw>,
  breathe: Breath,
): Promise<Judged> {
  const groups = new IssueGroups();
  let rejected = 0;
  const file = await openRecordFile(bytes);
  for await (const batch of batchesOf(file.records)) {
    for (const raw of batch) {
      const { item, issues, place } = read(raw);
      if (item === null) rejected += 1;
      if (issues.length > 0) groups.add(issues, place);
    }
    await breathe();
  }
  return { rejected, issues: groups.list };
}
