// The records that an import rejected, in their sender's own form with the reasons beside them: to be mended in place and imported
// again as they are. Read from the kept file and judged again, so that nothing of a record is missing.

import { batchesOf } from './file/batches.ts';
import { feedOf, openKnown } from './known-import.ts';
import { RAW_MEMBER, readRaw } from './file/raw-record.ts';
import { REASON_COLUMNS } from '../formats/csv/fields.ts';
import { RegistryError } from '../error.ts';
import { stringify } from 'csv-stringify/sync';
import type { AccountScope } from '../core/account.ts';
import type { FileReader, RawRecord } from './file/raw-record.ts';
import type { Import } from '../core/import.ts';
import type { ImportFiles } from './import-files.ts';
import type { Issue } from '../formats/issue.ts';
import type { Received } from '../registry/save/batch.ts';
import type { RecordFile } from './file/record-file.ts';

export interface Rejects {
  readonly kind: 'csv' | 'ndjson';
  /** The file, some records at a time. */
  readonly text: AsyncIterable<string>;
}

/** Throws `import_state` where the file was never looked through, `not_found` where it is no longer kept. */
export async function openRejects(files: ImportFiles, scope: AccountScope, job: Import): Promise<Rejects> {
  if (job.records === null)
    throw new RegistryError('import_state', 'The file of this import could not be read, so that it has no records.');
  if ((await files.size(scope, job.importId)) === null)
    throw new RegistryError('not_found', 'The file of this import is no longer kept here.');
  const opened = await openKnown({ files }, { scope, importId: job.importId }, { ...job, feed: feedOf(job) });
  return opened.file.header ? { kind: 'csv', text: tableOf(opened) } : { kind: 'ndjson', text: linesOf(opened) };
}

type Opened = { readonly file: RecordFile; readonly reader: FileReader };

async function* rejectedIn({ file, reader }: Opened): AsyncGenerator<{ raw: RawRecord; received: Received }[]> {
  for await (const batch of batchesOf(file.records)) {
    const judged = batch.map((raw) => ({ raw, received: readRaw(raw, reader) }));
    yield judged.filter(({ received }) => received.item === null);
  }
}

async function* linesOf(opened: Opened): AsyncGenerator<string> {
  for await (const page of rejectedIn(opened)) {
    if (page.length > 0) yield page.map(({ received }) => `${lineOf(received)}\n`).join('');
  }
}

/** The record's own text with the reasons behind its members; a text that is no object stands whole in a member of its own. */
function lineOf(received: Received): string {
  const text = textOf(received.raw);
  const reasons = JSON.stringify(reasonsOf(received)).slice(1);
  return isObject(text) ? `${text.trimEnd().slice(0, -1)},${reasons}` : `{${JSON.stringify(RAW_MEMBER)}:${JSON.stringify(text)},${reasons}`;
}

function textOf(raw: Received['raw']): string {
  return typeof raw === 'string' ? raw : Buffer.from(raw).toString('utf8');
}

function isObject(text: string): boolean {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
  } catch {
    return false;
  }
}

async function* tableOf(opened: Opened): AsyncGenerator<string> {
  const { header, delimiter } = opened.file;
  const own = (header ?? []).map((name, at) => ({ name, at })).filter(({ name }) => !(REASON_COLUMNS as readonly string[]).includes(name));
  const print = (rows: string[][]): string => stringify(rows, { delimiter: delimiter ?? ',', record_delimiter: 'windows' });
  yield print([[...own.map(({ name }) => name), ...REASON_COLUMNS]]);
  for await (const page of rejectedIn(opened)) {
    const rows = page.map(({ raw, received }) => {
      const cells = 'cells' in raw ? raw.cells : [];
      const reasons = reasonsOf(received, cells.slice(header?.length));
      return [...own.map(({ at }) => cells[at] ?? ''), ...Object.values(reasons).map(cellOf)];
    });
    if (rows.length > 0) yield print(rows);
  }
}

function cellOf(reason: unknown): string {
  if (reason === null) return '';
  return typeof reason === 'string' ? reason : JSON.stringify(reason);
}

type Reasons = Record<(typeof REASON_COLUMNS)[number], unknown>;

/** The first fault's field and code, every fault's message; cells beyond the header have no column and are told there. */
function reasonsOf({ issues, place }: Received, surplus: readonly string[] = []): Reasons {
  const errors = issues.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  return {
    _line: 'line' in place ? place.line : place.index + 1,
    _field: first?.pointer ?? '',
    _code: first?.code ?? '',
    _message: [...errors.map(sentenceOf), ...surplusOf(surplus)].join(' '),
    _suggestion: first?.suggestion ?? first?.fix ?? null,
  };
}

function sentenceOf({ pointer, message }: Issue): string {
  return pointer === '' ? message : `${pointer}: ${message}`;
}

function surplusOf(cells: readonly string[]): string[] {
  return cells.length === 0 ? [] : [`Beyond the header: ${cells.map((cell) => JSON.stringify(cell)).join(', ')}.`];
}
