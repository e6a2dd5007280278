// Statements as bytes of PostgreSQL's wire protocol, version 3 (its manual's "Message Formats"), one buffer a request. By hand,
// because PGlite's own serializer copies every binary value four times and brings 400 KB of code onto the HTTP thread.

import type { Param, Statement } from '../engine.ts';

const INT16_BYTES = 2;
const INT32_BYTES = 4;
/** A message starts with its kind and its own length. */
const HEAD_BYTES = 1 + INT32_BYTES;

const TEXT = 0;
const BINARY = 1;

/** The unnamed portal: describe it, run it to its end, sync. */
const RUN = Buffer.concat([message('D', 'P\0'), message('E', '\0\0\0\0\0'), message('S', '')]);

/** One statement with its values. With `isParsed` the statement of that name is there already and only its values go out. */
export function encodeStatement(statement: Statement, isParsed: boolean): Uint8Array<ArrayBuffer> {
  const values = (statement.params ?? []).map(wireValue);
  const name = statement.name ?? '';
  const parseBytes = isParsed ? 0 : HEAD_BYTES + cstringBytes(name) + cstringBytes(statement.sql) + INT16_BYTES;
  const bindBytes = HEAD_BYTES + 1 + cstringBytes(name) + valuesBytes(values);
  // Not from Node's shared pool: the buffer is transferred, and would take its neighbours along.
  const buffer = Buffer.allocUnsafeSlow(parseBytes + bindBytes + RUN.length);
  let at = 0;
  if (!isParsed) at = writeParse(buffer, { name, sql: statement.sql, bytes: parseBytes });
  at = writeHead(buffer, at, 'B', bindBytes);
  at = writeCstring(buffer, at, '');
  at = writeCstring(buffer, at, name);
  at = writeValues(buffer, at, values);
  RUN.copy(buffer, at);
  return buffer;
}

/** Statements without values, separated by semicolons. */
export function encodeScript(sql: string): Uint8Array<ArrayBuffer> {
  const buffer = Buffer.allocUnsafeSlow(HEAD_BYTES + cstringBytes(sql));
  writeCstring(buffer, writeHead(buffer, 0, 'Q', buffer.length), sql);
  return buffer;
}

function message(kind: string, body: string): Buffer {
  const buffer = Buffer.alloc(HEAD_BYTES + body.length);
  buffer.write(body, writeHead(buffer, 0, kind, buffer.length), 'latin1');
  return buffer;
}

function writeParse(buffer: Buffer, { name, sql, bytes }: { name: string; sql: string; bytes: number }): number {
  let at = writeHead(buffer, 0, 'P', bytes);
  at = writeCstring(buffer, at, name);
  at = writeCstring(buffer, at, sql);
  // No types: PostgreSQL infers them from the statement.
  return buffer.writeInt16BE(0, at);
}

function writeHead(buffer: Buffer, at: number, kind: string, bytes: number): number {
  buffer[at] = kind.charCodeAt(0);
  return buffer.writeInt32BE(bytes - 1, at + 1);
}

function cstringBytes(text: string): number {
  return Buffer.byteLength(text) + 1;
}

function writeCstring(buffer: Buffer, at: number, text: string): number {
  return buffer.writeUInt8(0, at + buffer.write(text, at));
}

type WireValue = string | Uint8Array | null;

function wireValue(param: Param): WireValue {
  if (param === null || typeof param === 'string' || param instanceof Uint8Array) return param;
  if (typeof param === 'object') return arrayLiteral(param);
  return String(param);
}

function arrayLiteral(items: readonly (string | null)[]): string {
  return `{${items.map((item) => (item === null ? 'NULL' : `"${item.replace(/["\\]/g, String.raw`\$&`)}"`)).join()}}`;
}

function valueBytes(value: WireValue): number {
  if (value === null) return 0;
  return typeof value === 'string' ? Buffer.byteLength(value) : value.length;
}

/** The values' formats, the values, and a count of 0 result formats, which means all of them as text. */
function valuesBytes(values: readonly WireValue[]): number {
  const counts = 3 * INT16_BYTES;
  return values.reduce((bytes, value) => bytes + INT16_BYTES + INT32_BYTES + valueBytes(value), counts);
}

function writeValues(buffer: Buffer, start: number, values: readonly WireValue[]): number {
  let at = buffer.writeUInt16BE(values.length, start);
  for (const value of values) at = buffer.writeInt16BE(value instanceof Uint8Array ? BINARY : TEXT, at);
  at = buffer.writeUInt16BE(values.length, at);
  for (const value of values) at = writeValue(buffer, at, value);
  return buffer.writeInt16BE(0, at);
}

function writeValue(buffer: Buffer, at: number, value: WireValue): number {
  if (value === null) return buffer.writeInt32BE(-1, at);
  const start = at + INT32_BYTES;
  let bytes: number;
  if (typeof value === 'string') {
    bytes = buffer.write(value, start);
  } else {
    buffer.set(value, start);
    bytes = value.length;
  }
  buffer.writeInt32BE(bytes, at);
  return start + bytes;
}
