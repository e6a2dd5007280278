// A file of records, whatever carries them: one a line, a JSON array, a wrapped array, one document, a table; plain, gzip or zstd.
// Told by its content, and read in constant memory. What cannot be read at all is refused in words that say what to do.

import { arrayRecords } from './array-records.ts';
import { csvRows } from './csv-rows.ts';
import { carrierOf, delimiterOf, listStart, wrapperOf, WRAPPERS } from '../../formats/recognize.ts';
import { linesOf } from '../lines.ts';
import { openBody, readWhole } from '../body.ts';
import { readDocument } from '../read-document.ts';
import { DOCUMENT_BYTES_MAX } from '../request.ts';
import { RegistryError } from '../../error.ts';
import type { Body, Chunks } from '../body.ts';
import type { RawRecord } from './raw-record.ts';

export type FileCarrier = 'lines' | 'array' | 'document' | 'csv';

export interface RecordFile {
  readonly carrier: FileCarrier;
  /** A table's column names. */
  readonly header: readonly string[] | null;
  readonly delimiter: string | null;
  /** Every record, the header left out; may throw a refusal where the file breaks. */
  readonly records: AsyncIterable<RawRecord[]>;
}

/** A packed file may hold this many times its size; more is a bomb, once it is larger than `RATIO_FREE_BYTES`. */
export const UNPACKED_RATIO_MAX = 200;
const RATIO_FREE_BYTES = 64 * 1024 * 1024;

/** Opens a file. Throws `request_invalid` where it is empty, `body_unreadable` where it is no file of records. */
export async function openRecordFile(bytes: AsyncIterable<Buffer>): Promise<RecordFile> {
  const packed = { bytes: 0 };
  const opened = await openBody(counted(bytes, packed));
  const body = { ...opened, chunks: guarded(opened.chunks, packed) };
  expectText(body);
  const { text, start } = visibleText(body);
  if (text === '') throw new RegistryError('request_invalid', 'The file is empty: it holds no record.');
  const carrier = carrierOf(text, body.isWhole);
  if (carrier === 'table') return openTable(body, text);
  if (carrier === 'document') return json('document', documentRecords(body));
  if (carrier === 'list') {
    const at = listStart(text);
    return json('array', arrayRecords(body.chunks, { start: start + Buffer.byteLength(text.slice(0, at)), wrapper: wrapperOf(text) }));
  }
  expectLineEnds(text);
  return json('lines', lineRecords(body.chunks));
}

function json(carrier: FileCarrier, records: AsyncIterable<RawRecord[]>): RecordFile {
  return { carrier, header: null, delimiter: null, records };
}

async function* counted(bytes: AsyncIterable<Buffer>, packed: { bytes: number }): Chunks {
  for await (const chunk of bytes) {
    packed.bytes += chunk.length;
    yield chunk;
  }
}

async function* guarded(chunks: Chunks, packed: { readonly bytes: number }): Chunks {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > RATIO_FREE_BYTES && bytes > packed.bytes * UNPACKED_RATIO_MAX) {
      throw new RegistryError(
        'body_too_large',
        `The compressed file unpacks to more than ${UNPACKED_RATIO_MAX} times its size (the limit UNPACKED_RATIO_MAX): send it unpacked.`,
      );
    }
    yield chunk;
  }
}

/** UTF-16 is told by its mark or its zeros; no text has zeros. */
function expectText({ head }: Body): void {
  const guess = utf16Of(head) ?? (head.includes(0) ? 'no text at all' : null);
  if (guess === null) return;
  throw new RegistryError('body_unreadable', `The file is not UTF-8; it looks like ${guess}. Save it as UTF-8.`);
}

function utf16Of(head: Buffer): string | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'UTF-16 (little-endian)';
  if (head[0] === 0xfe && head[1] === 0xff) return 'UTF-16 (big-endian)';
  if (head.length < 4) return null;
  if (head[0] !== 0 && head[1] === 0 && head[2] !== 0 && head[3] === 0) return 'UTF-16 (little-endian)';
  return head[0] === 0 && head[1] !== 0 && head[2] === 0 && head[3] !== 0 ? 'UTF-16 (big-endian)' : null;
}

/** The beginning of the text behind a mark and white space, and at which byte it starts. */
function visibleText({ head }: Body): { text: string; start: number } {
  let start = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  while (start < head.length && (head[start] as number) <= 32) start += 1;
  return { text: head.subarray(start).toString('utf8'), start };
}

function expectLineEnds(text: string): void {
  if (text.includes('\n') || !/\}\s*\r\s*\{/.test(text)) return;
  throw new RegistryError('body_unreadable', 'The lines end in CR alone: save the file with LF or CRLF line ends.');
}

async function* lineRecords(chunks: Chunks): AsyncGenerator<RawRecord[]> {
  for await (const lines of linesOf(chunks)) {
    yield lines.map(({ line, byteOffset, bytes, isTooLong }) => ({ place: { line, byteOffset }, bytes, isTooLong }));
  }
}

async function* documentRecords(body: Body): AsyncGenerator<RawRecord[]> {
  const shape = { lines: 'never', wrappers: WRAPPERS, isWrapped: false, recordsMax: Infinity } as const;
  const document = readDocument(await readWhole({ ...body, isWhole: false }, DOCUMENT_BYTES_MAX), shape, false);
  const { text, kind, pointer, elements } = document;
  const lineAt = lineCounter(text);
  yield elements.map(({ start, end }, index) => ({
    place: { index },
    bytes: Buffer.from(text.slice(start, end)),
    isTooLong: false,
    ...(kind !== 'single' && { spot: { line: lineAt(start), pointer: `${pointer}/${index}` } }),
  }));
}

/** Line numbers of places that only grow. */
function lineCounter(text: string): (at: number) => number {
  let line = 1;
  let from = 0;
  return (at) => {
    for (let end = text.indexOf('\n', from); end >= 0 && end < at; end = text.indexOf('\n', from)) {
      line += 1;
      from = end + 1;
    }
    return line;
  };
}

async function openTable(body: Body, text: string): Promise<RecordFile> {
  const delimiter = delimiterOf(text.split(/[\r\n]/, 1)[0] as string);
  const pages = csvRows(body.chunks, delimiter);
  const first = await pages.next();
  const [header, ...rows] = first.done === true ? [] : first.value;
  if (!header || !('cells' in header)) throw new RegistryError('request_invalid', 'The file is empty: it holds no record.');
  return { carrier: 'csv', header: header.cells, delimiter, records: resumed(rows, pages) };
}

async function* resumed(rows: RawRecord[], pages: AsyncIterable<RawRecord[]>): AsyncGenerator<RawRecord[]> {
  if (rows.length > 0) yield rows;
  yield* pages;
}
