// One record of a file before anybody read it: JSON as bytes, or a table's row as cells; and its way to a received record.

import { isUtf8 } from 'node:buffer';
import { ISSUE_CODES } from '../../formats/issue.ts';
import { parse } from '../../formats/parse.ts';
import { recordTextOf } from '../../formats/csv/row.ts';
import { REASON_COLUMNS } from '../../formats/csv/fields.ts';
import type { Column } from '../../formats/csv/match-columns.ts';
import type { IssueCode } from '../../formats/issue.ts';
import type { JsonObject, Parsed, ParseOptions } from '../../formats/record.ts';
import type { Place, Received } from '../../registry/save/batch.ts';
import type { Reader } from '../parse-records.ts';

export type RawRecord = JsonRecord | RowRecord;

export interface JsonRecord {
  readonly place: Place;
  readonly bytes: Buffer;
  readonly isTooLong: boolean;
  /** Where a record of a list stands, whose place is its number. */
  readonly spot?: Spot;
}

interface RowRecord {
  readonly place: Place;
  readonly cells: readonly string[];
  readonly fault?: IssueCode;
}

/** Where people find a record in its file. */
export interface Spot {
  /** The line on which it begins, counted from 1. */
  readonly line: number;
  /** From the file's root to the record; empty where the record is a line, a row or the whole file. */
  readonly pointer: string;
}

export function spotOf(raw: RawRecord): Spot {
  if ('spot' in raw) return raw.spot;
  return { line: 'line' in raw.place ? raw.place.line : 1, pointer: '' };
}

/** Reads records of files; `columns` where they are rows of a table. */
export interface FileReader extends Reader {
  readonly columns: readonly Column[] | null;
}

/** Reads one record and receives it. */
export function readRaw(raw: RawRecord, { columns, options, receive }: FileReader): Received {
  const { parsed, kept } = parseRaw(raw, columns ?? [], options);
  return receive(parsed, raw.place, kept);
}

/** One record by the rules of its format, and what of it is kept where it is rejected. */
interface Raw {
  readonly parsed: Parsed;
  readonly kept: string | Buffer;
}

/** Reads one record. A row is kept as the record that it states, so that it can be mended like any other. */
export function parseRaw(raw: RawRecord, columns: readonly Column[], options: ParseOptions): Raw {
  if ('cells' in raw) return parseRow(raw, columns, options);
  if (raw.isTooLong) return refuse('record_too_large', raw.bytes);
  if (!isUtf8(raw.bytes)) return refuse('utf8_invalid', raw.bytes);
  const text = withoutReasons(raw.bytes.toString('utf8'));
  return { parsed: parse(text, options), kept: text };
}

function parseRow({ cells, fault }: RowRecord, columns: readonly Column[], options: ParseOptions): Raw {
  const text = recordTextOf(cells, columns, options.format);
  if (fault) return refuse(fault, text);
  if (cells.length !== columns.length) return refuse('columns_wrong', text);
  return { parsed: parse(text, options), kept: text };
}

function refuse(code: IssueCode, kept: string | Buffer): Raw {
  const issues = [{ code, pointer: '', message: ISSUE_CODES[code].text, severity: 'error' }] as const;
  // A copy: the bytes are a view of a chunk that is read into again.
  return { parsed: { issues }, kept: Buffer.from(kept) };
}

/** Where a text that is no JSON stands in a file of rejects, whole, to be mended in place. */
export const RAW_MEMBER = '_raw';

/** The record without what a file of rejects says beside it. */
function withoutReasons(text: string): string {
  if (!text.includes('"_code"')) return text;
  const value = objectIn(text);
  if (!value || !('_code' in value)) return text;
  const { [RAW_MEMBER]: raw } = value;
  if (typeof raw === 'string') return raw;
  // The reasons were appended behind the record's own members, which keep their spelling in front of them.
  const end = text.lastIndexOf(`,"${REASON_COLUMNS[0]}":`);
  if (end > 0) {
    const kept = `${text.slice(0, end)}}`;
    if (objectIn(kept)) return kept;
  }
  const rest = Object.entries(value).filter(([member]) => !(REASON_COLUMNS as readonly string[]).includes(member));
  return JSON.stringify(Object.fromEntries(rest));
}

function objectIn(text: string): JsonObject | null {
  try {
    const value = JSON.parse(text) as JsonObject | null;
    return typeof value === 'object' && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
