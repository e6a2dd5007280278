// Records out of a file or stdin, whatever carries them: one a line, an array, a wrapped array, one alone, a table; gzip and zstd
// unpacked. Lines and rows are read as they come, in constant memory; a document is read whole, as it arrives over HTTP.

import { createReadStream } from 'node:fs';
import { isUtf8 } from 'node:buffer';
import { carrierOf } from '../ingest/carrier.ts';
import { delimiterOf, namesColumns, WRAPPERS } from '../formats/recognize.ts';
import { detect, ISSUE_CODES, parse, recordsOf } from '../formats/index.ts';
import { openRecordFile } from '../ingest/file/record-file.ts';
import { parseRaw } from '../ingest/file/raw-record.ts';
import { recognizeTable } from '../ingest/file/recognize.ts';
import { linesOf } from '../ingest/lines.ts';
import { openBody, readWhole } from '../ingest/body.ts';
import { DOCUMENT_BYTES_MAX } from '../ingest/request.ts';
import { RegistryError } from '../error.ts';
import type { Body } from '../ingest/body.ts';
import type { Issue, IssueCode } from '../formats/issue.ts';
import type { Line } from '../ingest/lines.ts';
import type { Format, Parsed, ParseOptions, RecordType } from '../formats/record.ts';
import type { Records } from '../formats/split.ts';

export interface InputOptions {
  /** `auto`: what the first record that can be read looks like. */
  readonly format: Format | 'auto';
  readonly now: string;
  readonly fixes: boolean;
}

/** One record of the input, read, with its place in the file. */
export interface InputRecord {
  /** Counted from 1. */
  readonly line: number;
  /** From the file's root to the record; empty where it has a line of its own. */
  readonly pointer: string;
  readonly parsed: Parsed;
}

const PAGE_RECORDS = 250;
const READ_BYTES = 256 * 1024;

/** Every record of the file (`-`: stdin) in its order, some at a time. A document that is no JSON is one record with one issue. */
export async function* readRecords(file: string, options: InputOptions): AsyncGenerator<InputRecord[]> {
  const bytes: AsyncIterable<Buffer> = file === '-' ? process.stdin : createReadStream(file, { highWaterMark: READ_BYTES });
  const body = await openBody(bytes);
  const read = readerFor(options);
  if (isTable(body)) yield* readTable(body, options);
  else if (carrierOf(body, { isLines: false, wrappers: WRAPPERS }) === 'document') yield* readDocument(body, read, options.fixes);
  else
    for await (const lines of linesOf(body.chunks))
      yield lines.map((line) => ({ line: line.line, pointer: '', parsed: readLine(line, read) }));
}

/** A text that opens as no JSON does, and names columns that some format has. */
function isTable({ head }: Body): boolean {
  const [first = ''] = head
    .toString('utf8')
    .replace('\uFEFF', '')
    .trimStart()
    .split(/[\r\n]/, 1);
  return !/^[[{]/.test(first) && namesColumns(first.split(delimiterOf(first)).map((name) => name.replaceAll('"', '').trim()));
}

/** A row's line is the one that it begins on. */
async function* readTable(body: Body, { format, now, fixes }: InputOptions): AsyncGenerator<InputRecord[]> {
  const { header, records } = await openRecordFile(body.chunks);
  const { columns, ...kind } = recognizeTable(header ?? [], { format, recordType: 'auto', mapping: null });
  for await (const rows of records) {
    yield rows.map((row) => ({
      line: 'line' in row.place ? row.place.line : row.place.index + 1,
      pointer: '',
      parsed: parseRaw(row, columns, { ...kind, now, fixes }).parsed,
    }));
  }
}

type Read = (text: string) => Parsed;

function readerFor({ format, now, fixes }: InputOptions): Read {
  let known = format === 'auto' ? null : { format };
  return (text) => {
    const options: Omit<ParseOptions, 'format'> = { now, fixes, ...typeIn(text) };
    known ??= formatIn(text);
    return parse(text, { ...options, format: known?.format ?? 'wasabi' });
  };
}

/** The format that a text claims by its members; null for a text that is no JSON, so that the next one is asked. */
function formatIn(text: string): { format: Format } | null {
  const value = valueOf(text);
  if (value === undefined) return null;
  const format = detect(value);
  if (format === 'voipbin') {
    throw new RegistryError('not_convertible', 'These are VoIPBin customers: organizations, which are accounts here and not people.');
  }
  if (format !== null) return { format };
  throw new RegistryError('request_invalid', 'The records look like none of the formats: name theirs instead of "auto".');
}

/** Institutes and courses are told by their id: a customer that attends one has a `customer_id` besides. */
function typeIn(text: string): { recordType?: RecordType } {
  if (text.includes('"customer_id"') || text.includes('"eventType"')) return {};
  if (text.includes('"institute_id"')) return { recordType: 'institute' };
  return text.includes('"course_id"') ? { recordType: 'course' } : {};
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text) as unknown;
  } catch {
    return undefined;
  }
}

function readLine({ bytes, isTooLong }: Line, read: Read): Parsed {
  if (isTooLong) return refused(issueOf('record_too_large'));
  return isUtf8(bytes) ? read(bytes.toString('utf8')) : refused(issueOf('utf8_invalid'));
}

async function* readDocument(body: Body, read: Read, fixes: boolean): AsyncGenerator<InputRecord[]> {
  const bytes = await readWhole(body, DOCUMENT_BYTES_MAX);
  const text = bytes.toString('utf8');
  const found = isUtf8(bytes) ? recordsOf(text, WRAPPERS, { fixes }) : { issue: issueOf('utf8_invalid') };
  if ('issue' in found) yield [{ line: 1, pointer: '', parsed: refused(found.issue) }];
  else yield* elementsOf(found, read);
}

function* elementsOf({ kind, text, pointer, elements, issues }: Records, read: Read): Generator<InputRecord[]> {
  const lineAt = lineCounter(text);
  let page: InputRecord[] = [];
  for (const [index, { start, end }] of elements.entries()) {
    const parsed = read(text.slice(start, end));
    // What was mended around the records is told with the first of them.
    const told = index === 0 && issues.length > 0 ? { ...parsed, issues: [...issues, ...parsed.issues] } : parsed;
    page.push({ line: lineAt(start), pointer: kind === 'single' ? '' : `${pointer}/${index}`, parsed: told });
    if (page.length < PAGE_RECORDS) continue;
    yield page;
    page = [];
  }
  yield page;
}

/** Line numbers of places that only grow. */
function lineCounter(text: string): (at: number) => number {
  let line = 1;
  let counted = 0;
  return (at) => {
    for (let end = text.indexOf('\n', counted); end >= 0 && end < at; end = text.indexOf('\n', counted)) {
      line += 1;
      counted = end + 1;
    }
    return line;
  };
}

function refused(issue: Issue): Parsed {
  return { issues: [issue] };
}

function issueOf(code: IssueCode): Issue {
  return { code, pointer: '', message: ISSUE_CODES[code].text, severity: 'error' };
}
