// Text → received records, in slices that let the event loop breathe: a commit whose lock is held must not wait for a parser.

import { setImmediate } from 'node:timers/promises';
import { isUtf8 } from 'node:buffer';
import { ISSUE_CODES, parse } from '../formats/index.ts';
import type { Feed, Place, Received } from '../registry/save/batch.ts';
import type { IssueCode } from '../formats/issue.ts';
import type { Line } from './lines.ts';
import type { ParseOptions } from '../formats/record.ts';

/** Records parsed in one go: about 3 ms. */
const SLICE_RECORDS = 200;

export interface Reading {
  readonly feed: Feed;
  readonly now: string;
  readonly fixes: boolean;
}

export function parseOptions({ feed, now, fixes }: Reading): ParseOptions {
  return { format: feed.format, recordType: feed.recordType, now, fixes };
}

/** Parses the slices `[start, end)` of a document. */
export async function parseElements(
  text: string,
  elements: readonly { start: number; end: number }[],
  reading: Reading,
): Promise<Received[]> {
  const options = parseOptions(reading);
  const received: Received[] = [];
  for (const [index, { start, end }] of elements.entries()) {
    if (index % SLICE_RECORDS === SLICE_RECORDS - 1) await setImmediate();
    received.push(receive(text.slice(start, end), { index }, options));
  }
  return received;
}

/** Parses one line; bytes that are no UTF-8 are a rejected record, kept as bytes. */
export function parseLine({ line, byteOffset, bytes, isTooLong }: Line, options: ParseOptions): Received {
  const place = { line, byteOffset };
  if (isTooLong) return refused('record_too_large', place, bytes);
  if (!isUtf8(bytes)) return refused('utf8_invalid', place, bytes);
  return receive(bytes.toString('utf8'), place, options);
}

function receive(text: string, place: Place, options: ParseOptions): Received {
  const parsed = parse(text, options);
  return { parsed, place, raw: parsed.record ? '' : text };
}

function refused(code: IssueCode, place: Place, raw: Uint8Array): Received {
  // A copy: the line is a view of a chunk that is read into again.
  return { parsed: { issues: [{ code, pointer: '', message: ISSUE_CODES[code].text, severity: 'error' }] }, place, raw: Buffer.from(raw) };
}
