// Text → received records, in slices that let the event loop breathe: a commit whose lock is held must not wait for a parser.

import { isUtf8 } from 'node:buffer';
import { ISSUE_CODES, parse } from '../formats/index.ts';
import type { Place, Receive, Received } from '../registry/save/batch.ts';
import type { Document } from './read-document.ts';
import type { Line } from './lines.ts';
import type { ParseOptions } from '../formats/record.ts';

/** Records parsed in one go: about 1 ms. */
export const SLICE_RECORDS = 50;

/** Lines that are parsed as they come. */
const LINES_AT_ONCE = 20;

type Slice = Document['elements'][number];

/** Reads the records of one request. */
export interface Reader {
  readonly options: ParseOptions;
  readonly receive: Receive;
}

/** A reader that waits for its account's turn before each slice. */
export interface PacedReader extends Reader {
  readonly turn: () => Promise<void>;
}

/** Parses the elements from `start` to before `end` of a document. */
export async function parseElements({ text, elements, issues }: Document, { start, end }: Slice, reader: PacedReader): Promise<Received[]> {
  const received: Received[] = [];
  for (let index = start; index < end; index += 1) {
    if (index % SLICE_RECORDS === SLICE_RECORDS - 1) await reader.turn();
    const element = elements[index] as Slice;
    const one = read(text.slice(element.start, element.end), { index }, reader);
    // What was mended around the records is told with the first of them.
    received.push(index === 0 && issues.length > 0 ? { ...one, issues: [...issues, ...one.issues] } : one);
  }
  return received;
}

/** Parses lines that came together. */
export async function parseLines(lines: readonly Line[], reader: PacedReader): Promise<Received[]> {
  const received: Received[] = [];
  for (const [at, line] of lines.entries()) {
    // Few lines wait for nobody: their sender wants an answer, and they hold the loop no longer than a request does.
    if (at % SLICE_RECORDS === 0 && lines.length > LINES_AT_ONCE) await reader.turn();
    received.push(parseLine(line, reader));
  }
  return received;
}

/** Parses one line; bytes that are no UTF-8 are a rejected record, kept as bytes. */
export function parseLine({ line, byteOffset, bytes, isTooLong }: Line, reader: Reader): Received {
  const place = { line, byteOffset };
  if (!isTooLong && isUtf8(bytes)) return read(bytes.toString('utf8'), place, reader);
  const code = isTooLong ? 'record_too_large' : 'utf8_invalid';
  const issues = [{ code, pointer: '', message: ISSUE_CODES[code].text, severity: 'error' }] as const;
  // A copy: the line is a view of a chunk that is read into again.
  return reader.receive({ issues }, place, Buffer.from(bytes));
}

function read(text: string, place: Place, { options, receive }: Reader): Received {
  return receive(parse(text, options), place, text);
}
