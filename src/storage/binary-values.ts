// Arrays of values that are no text in PostgreSQL's binary form (array_send), beside `textArray`: what is a number of bytes is not written
// as text here and read as text there. Of a new event's columns that took PostgreSQL 4 µs.

const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;
const NULL = -1;
const BYTES_OID = 17;

/** A type of values that all take the same room. */
interface FixedType<T> {
  /** PostgreSQL's number of the type (`pg_type.oid`). */
  readonly oid: number;
  readonly bytes: number;
  /** Writes all of the bytes: throws where the value is not of the type's form, since what is not written is anybody's memory. */
  write(buffer: Buffer, at: number, value: T): void;
}

const INTEGER: FixedType<number> = { oid: 23, bytes: 4, write: (buffer, at, value) => buffer.writeInt32BE(value, at) };
const BOOLEAN: FixedType<boolean> = { oid: 16, bytes: 1, write: (buffer, at, value) => buffer.writeUInt8(value ? 1 : 0, at) };
const UUID: FixedType<string> = { oid: 2950, bytes: 16, write: writeUuid };
const DATE: FixedType<string> = { oid: 1082, bytes: 4, write: writeDate };
const TIME: FixedType<string> = { oid: 1184, bytes: 8, write: writeTime };

/** For `$1::integer[]`. */
export function integerArray(values: readonly number[]): Uint8Array {
  return arrayOf(INTEGER, values);
}

/** For `$1::boolean[]`. */
export function booleanArray(values: readonly boolean[]): Uint8Array {
  return arrayOf(BOOLEAN, values);
}

/** UUIDs in their text form, for `$1::uuid[]`. */
export function uuidArray(values: readonly (string | null)[]): Uint8Array {
  return arrayOf(UUID, values);
}

/** Bytes as hexadecimal digits, two each, for `$1::bytea[]`. */
export function bytesArray(values: readonly string[]): Uint8Array {
  const length = values.reduce((sum, value) => sum + value.length / 2, 0);
  const buffer = begun(BYTES_OID, values.length, length);
  let at = HEADER_BYTES;
  for (const value of values) {
    const bytes = value.length / 2;
    at = buffer.writeInt32BE(bytes, at);
    if (buffer.write(value, at, 'hex') !== bytes) throw new Error('a value is not of hexadecimal digits');
    at += bytes;
  }
  return buffer;
}

/** Days, `YYYY-MM-DD`, for `$1::date[]`. */
export function dateArray(values: readonly (string | null)[]): Uint8Array {
  return arrayOf(DATE, values);
}

/** Times, `YYYY-MM-DDTHH:MM:SS.ffffffZ`, for `$1::timestamptz[]`. */
export function timeArray(values: readonly (string | null)[]): Uint8Array {
  return arrayOf(TIME, values);
}

function arrayOf<T>({ oid, bytes, write }: FixedType<T>, values: readonly (T | null)[]): Uint8Array {
  const buffer = begun(oid, values.length, values.length * bytes);
  let at = HEADER_BYTES;
  for (const value of values) {
    at = buffer.writeInt32BE(value === null ? NULL : bytes, at);
    if (value === null) continue;
    write(buffer, at, value);
    at += bytes;
  }
  return buffer.subarray(0, at);
}

/** Room for so many values that take so many bytes together, behind the header of an array of one dimension. */
function begun(oid: number, count: number, bytes: number): Buffer {
  const buffer = Buffer.allocUnsafe(HEADER_BYTES + count * LENGTH_BYTES + bytes);
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(1, 4);
  buffer.writeInt32BE(oid, 8);
  buffer.writeInt32BE(count, 12);
  buffer.writeInt32BE(1, 16);
  return buffer;
}

const DIGIT_0 = 48;
const DASH = 45;
/** What a hexadecimal digit stands for, by its code. A question in its place is guessed wrong half of the time: 190 ns a UUID in place of 85. */
const NIBBLES = Uint8Array.from({ length: 128 }, (_, code) => Number.parseInt(String.fromCharCode(code), 16) || 0);

function writeUuid(buffer: Buffer, start: number, text: string): void {
  expectForm(text, 'xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx');
  let at = start;
  for (let place = 0; place < text.length; place += 2) {
    if (text.charCodeAt(place) === DASH) place += 1;
    buffer[at] = (nibble(text, place) << 4) | nibble(text, place + 1);
    at += 1;
  }
}

function nibble(text: string, place: number): number {
  return NIBBLES[text.charCodeAt(place)] as number;
}

/** Where PostgreSQL's days and microseconds begin: 2000-01-01, counted from 1 March of the year 0. */
const EPOCH_DAYS = daysFromMarch(2000, 1, 1);
const SECONDS_A_DAY = 86_400;
const MICROSECONDS = 1_000_000;
/** Two halves of a 64-bit number. */
const HALF = 2 ** 32;
/** Within these, microseconds are whole doubles; beyond lie the years before 1714 and after 2285. */
const SECONDS_MAX = Math.floor(Number.MAX_SAFE_INTEGER / MICROSECONDS) - 1;

function writeDate(buffer: Buffer, at: number, text: string): void {
  expectForm(text, 'YYYY-MM-DD');
  buffer.writeInt32BE(daysOf(text), at);
}

function daysOf(text: string): number {
  return daysFromMarch(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)) - EPOCH_DAYS;
}

/** Days of the Gregorian calendar, in years that begin in March, so that a leap day ends one. */
function daysFromMarch(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const months = month > 2 ? month - 3 : month + 9;
  const leaps = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  return marchYear * 365 + leaps + Math.floor((153 * months + 2) / 5) + day - 1;
}

function writeTime(buffer: Buffer, at: number, text: string): void {
  expectForm(text, 'YYYY-MM-DDTHH:MM:SS.ffffffZ');
  const clock = digits(text, 11, 13) * 3_600 + digits(text, 14, 16) * 60 + digits(text, 17, 19);
  const seconds = daysOf(text) * SECONDS_A_DAY + clock;
  const micros = digits(text, 20, 26);
  if (Math.abs(seconds) > SECONDS_MAX) {
    buffer.writeBigInt64BE(BigInt(seconds) * BigInt(MICROSECONDS) + BigInt(micros), at);
    return;
  }
  const whole = seconds * MICROSECONDS + micros;
  const upper = Math.floor(whole / HALF);
  buffer.writeInt32BE(upper, at);
  buffer.writeUInt32BE(whole - upper * HALF, at + LENGTH_BYTES);
}

function expectForm(text: string, form: string): void {
  if (text.length !== form.length) throw new Error(`a value is not of the form ${form}`);
}

function digits(text: string, from: number, to: number): number {
  let number = 0;
  for (let place = from; place < to; place += 1) number = number * 10 + text.charCodeAt(place) - DIGIT_0;
  return number;
}
