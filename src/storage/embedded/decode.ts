// Answers of PostgreSQL's wire protocol, version 3 (its manual's "Message Formats"), as rows of text. Only what an answer to our
// own requests can hold is read; notices and the like are passed over.

import { DatabaseError } from '../engine.ts';
import type { Result, Row } from '../engine.ts';

export interface Answer {
  readonly result: Result;
  /** The first fault of the request; what it did is undone, or waits for the rollback of its transaction. */
  readonly error: DatabaseError | undefined;
  /** Whether a statement that was sent to be parsed is now known by its name. */
  readonly isParsed: boolean;
  readonly isInTransaction: boolean;
}

const HEAD_BYTES = 5;
const KIND = { parsed: 0x31, complete: 0x43, row: 0x44, error: 0x45, description: 0x54, ready: 0x5a };
const OUTSIDE_TRANSACTION = 'I'.charCodeAt(0);
/** A column's table, number, type, size, modifier and format, after its name. */
const COLUMN_BYTES = 18;

/** Reads one request's answer; of several statements the rows run together. */
export function decodeAnswer(bytes: Uint8Array): Answer {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const rows: Row[] = [];
  let columns: string[] = [];
  let tag = '';
  let error: DatabaseError | undefined;
  let isParsed = false;
  for (let at = 0; at < buffer.length; at += 1 + buffer.readInt32BE(at + 1)) {
    const body = at + HEAD_BYTES;
    const kind = buffer[at];
    if (kind === KIND.row) rows.push(readRow(buffer, body, columns));
    else if (kind === KIND.description) columns = readColumns(buffer, body);
    else if (kind === KIND.complete) tag = readCstring(buffer, body);
    else if (kind === KIND.parsed) isParsed = true;
    else if (kind === KIND.error) error ??= readError(buffer, body);
  }
  return { result: { rows, ...readTag(tag) }, error, isParsed, isInTransaction: !endsOutsideTransaction(bytes) };
}

/** The last message, ReadyForQuery, ends with the state of the transaction. */
export function endsOutsideTransaction(bytes: Uint8Array): boolean {
  return bytes.at(-1) === OUTSIDE_TRANSACTION;
}

function readRow(buffer: Buffer, start: number, columns: readonly string[]): Row {
  const row: Row = {};
  let at = start + 2;
  for (const column of columns) {
    const length = buffer.readInt32BE(at);
    at += 4;
    if (length < 0) {
      row[column] = null;
    } else {
      row[column] = buffer.toString('utf8', at, at + length);
      at += length;
    }
  }
  return row;
}

function readColumns(buffer: Buffer, start: number): string[] {
  const count = buffer.readUInt16BE(start);
  const columns: string[] = [];
  let at = start + 2;
  while (columns.length < count) {
    const end = buffer.indexOf(0, at);
    columns.push(buffer.toString('utf8', at, end));
    at = end + 1 + COLUMN_BYTES;
  }
  return columns;
}

function readCstring(buffer: Buffer, start: number): string {
  return buffer.toString('utf8', start, buffer.indexOf(0, start));
}

/** `INSERT 0 5`, `SELECT 3`, `COMMIT`, `CREATE TABLE`: the command's first word, and its count where it has one. */
function readTag(tag: string): { command: string | null; rowCount: number } {
  const words = tag.split(' ');
  const count = Number(words.at(-1));
  return { command: words[0] || null, rowCount: Number.isNaN(count) ? 0 : count };
}

/** Fields of one letter each, ended by a zero: C is the SQLSTATE, M the message, n the constraint's name. */
function readError(buffer: Buffer, start: number): DatabaseError {
  const fields = new Map<string, string>();
  for (let at = start; buffer[at] !== 0; at = buffer.indexOf(0, at) + 1) {
    fields.set(String.fromCharCode(buffer[at] as number), readCstring(buffer, at + 1));
  }
  return new DatabaseError(fields.get('C') ?? 'XX000', fields.get('M') ?? 'PostgreSQL gave no reason', fields.get('n'));
}
