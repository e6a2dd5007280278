// Large parameters go to the socket as they are. `pg` copies a statement's parameters into one message, in a buffer that grows until they
// fit and is thrown away: of each event that made 10 kB of memory outside of the heap, and V8 marks the whole heap after every 64 MB of it.

import type { Writable } from 'node:stream';

/** Parameters from this size on are not copied. */
const LARGE_BYTES = 4096;
const BIND = 'B'.charCodeAt(0);
const NULL = -1;
const TEXT_FORMAT = 0;
const BINARY_FORMAT = 1;

/** What `pg` gives to a connection for a Bind message. */
export interface BindConfig {
  readonly portal?: string;
  readonly statement?: string;
  readonly values?: readonly unknown[];
  readonly binary?: boolean;
  /** Gives a value as it is sent: text, bytes, or null. */
  readonly valueMapper?: (value: unknown) => string | Uint8Array | null;
}

/** What is used of a connection of `pg`, which its types do not name. */
export interface BindingConnection {
  readonly stream: Pick<Writable, 'write' | 'writable'>;
  bind(config: BindConfig): void;
}

/** Makes the connection send statements with large parameters in parts; others go as before. */
export function scatterBinds(connection: BindingConnection): void {
  const bindWhole = connection.bind.bind(connection);
  connection.bind = (config) => {
    if (!config.values?.some(isLarge)) return bindWhole(config);
    const { stream } = connection;
    if (stream.writable) for (const part of bindParts(config)) stream.write(part);
  };
}

function isLarge(value: unknown): boolean {
  return value instanceof Uint8Array && value.length >= LARGE_BYTES;
}

/** The Bind message (PostgreSQL's protocol 3.0) in parts that make it up in their order. */
function bindParts({ portal = '', statement = '', values = [], binary = false, valueMapper = asItIs }: BindConfig): Uint8Array[] {
  const sent = values.map((value) => (value instanceof Uint8Array ? value : valueMapper(value)));
  const names = Buffer.from(`${portal}\0${statement}\0`);
  const formats = int16s([sent.length, ...sent.map(formatOf), sent.length]);
  const parts: Uint8Array[] = [names, formats];
  for (const value of sent) {
    const bytes = typeof value === 'string' ? Buffer.from(value) : value;
    parts.push(int32(bytes === null ? NULL : bytes.length));
    if (bytes) parts.push(bytes);
  }
  parts.push(int16s([1, binary ? BINARY_FORMAT : TEXT_FORMAT]));
  const length = parts.reduce((sum, part) => sum + part.length, int32(0).length);
  return [Buffer.of(BIND), int32(length), ...parts];
}

function asItIs(value: unknown): string | null {
  return value as string | null;
}

function formatOf(value: string | Uint8Array | null): number {
  return value instanceof Uint8Array ? BINARY_FORMAT : TEXT_FORMAT;
}

function int16s(numbers: readonly number[]): Buffer {
  const bytes = Buffer.allocUnsafe(numbers.length * 2);
  for (const [at, number] of numbers.entries()) bytes.writeInt16BE(number, at * 2);
  return bytes;
}

function int32(number: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeInt32BE(number, 0);
  return bytes;
}
