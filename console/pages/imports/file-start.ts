// The first records of a file, read in the browser before anything goes up: what carries them, and each one's text or cells. The rest
// of the file is the registry's to read.

import { parse } from 'csv-parse/browser/esm/sync';
import { endOfValue } from '../../../src/formats/json-skip.ts';
import { carrierOf, delimiterOf, listStart } from '../../../src/formats/recognize.ts';

/** Where a record stands: its line, or in a JSON array its place from 1. */
interface Placed<What> {
  readonly place: number;
  readonly what: What;
}

export type FileStart =
  | { readonly carrier: 'table'; readonly header: readonly string[]; readonly rows: readonly Placed<readonly string[]>[] }
  | { readonly carrier: 'lines' | 'list' | 'document'; readonly texts: readonly Placed<string>[] }
  | { readonly carrier: 'unreadable'; readonly why: string };

export const RECORDS_SHOWN = 20;
const START_BYTES = 512 * 1024;
const GZIP = [0x1f, 0x8b] as const;
const ZSTD = [0x28, 0xb5] as const;

export async function readFileStart(file: File): Promise<FileStart> {
  if (file.size === 0) return unreadable('The file is empty: it holds no record.');
  const packed = new Uint8Array(await file.slice(0, START_BYTES).arrayBuffer());
  if (begins(packed, ZSTD)) return unreadable('The file is packed with zstd: the registry looks into it once it is there.');
  const bytes = begins(packed, GZIP) ? await unpacked(packed) : packed;
  if (bytes.includes(0)) return unreadable('The file is not UTF-8 text: save it as UTF-8.');
  const isWhole = bytes === packed && file.size <= START_BYTES;
  return startOf(new TextDecoder().decode(bytes, { stream: !isWhole }).trimStart(), isWhole);
}

function begins(bytes: Uint8Array, mark: readonly [number, number]): boolean {
  return bytes[0] === mark[0] && bytes[1] === mark[1];
}

/** What the beginning of a packed file holds: it ends where the bytes do, which to a reader of gzip is a fault. */
async function unpacked(packed: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  try {
    while (bytes < START_BYTES) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      bytes += value.length;
    }
  } catch {
    // The end of the beginning.
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

function startOf(text: string, isWhole: boolean): FileStart {
  const carrier = carrierOf(text, isWhole);
  if (carrier === 'table') return tableOf(text, isWhole);
  if (carrier === 'list') return { carrier, texts: listed(text, listStart(text) + 1) };
  return { carrier, texts: carrier === 'lines' ? linesOf(text, isWhole) : [{ place: 1, what: text }] };
}

function listed(text: string, from: number): Placed<string>[] {
  const texts: Placed<string>[] = [];
  let at = from;
  while (texts.length < RECORDS_SHOWN) {
    while (/[\s,]/.test(text[at] ?? '')) at += 1;
    const end = endOfValue(text, at);
    // Behind the last record the list closes; behind what was cut off there is nothing.
    if (end >= text.length || end === at) break;
    texts.push({ place: texts.length + 1, what: text.slice(at, end) });
    at = end;
  }
  return texts;
}

/** The last line counts only where it is known to be all there. */
function linesOf(text: string, isWhole: boolean): Placed<string>[] {
  const lines = text.split(/\r?\n/).map((what, at) => ({ place: at + 1, what }));
  const known = isWhole ? lines : lines.slice(0, -1);
  return known.filter(({ what }) => what.trim() !== '').slice(0, RECORDS_SHOWN);
}

function tableOf(text: string, isWhole: boolean): FileStart {
  try {
    const delimiter = delimiterOf(text.split(/[\r\n]/, 1)[0] ?? '');
    const read = parse(isWhole ? text : text.slice(0, text.lastIndexOf('\n') + 1), {
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      to: RECORDS_SHOWN + 1,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    const [header, ...rows] = read;
    if (!header) return unreadable('The file is empty: it holds no record.');
    return {
      carrier: 'table',
      header: header.record,
      rows: rows.map(({ record, info }) => ({ place: info.lines, what: record })),
    };
  } catch {
    return unreadable('The table cannot be read here; the registry says which line breaks it.');
  }
}

function unreadable(why: string): FileStart {
  return { carrier: 'unreadable', why };
}
