// Values that are no text in PostgreSQL's binary form: what is a number of bytes is not written as text here and read as text there. Of a
// new event's columns that took PostgreSQL 4 µs.

import { arrayOf } from './binary-array.ts';
import type { ValueType } from './binary-array.ts';

const UUID_BYTES = 16;

/** A type of values that all take the same room. Its `write` writes all of it, since what is not written is anybody's memory. */
function fixed<T>(oid: number, bytes: number, write: (buffer: Buffer, at: number, value: T) => void): ValueType<T> {
  return {
    oid,
    bytesMax: () => bytes,
    write(buffer, at, value) {
      write(buffer, at, value);
      return bytes;
    },
  };
}

export const INTEGER = fixed<number>(23, 4, (buffer, at, value) => buffer.writeInt32BE(value, at));
export const BOOLEAN = fixed<boolean>(16, 1, (buffer, at, value) => buffer.writeUInt8(value ? 1 : 0, at));
/** UUIDs in their text form. */
export const UUID = fixed<string>(2950, UUID_BYTES, writeUuid);
/** Days, `YYYY-MM-DD`. */
export const DATE = fixed<string>(1082, 4, writeDate);
/** Times, `YYYY-MM-DDTHH:MM:SS.ffffffZ`. */
export const TIME = fixed<string>(1184, 8, writeTime);

/** Bytes as hexadecimal digits, two each. */
export const BYTES: ValueType<string> = {
  oid: 17,
  bytesMax: (value) => value.length,
  write(buffer, at, value) {
    const bytes = buffer.write(value, at, 'hex');
    if (bytes * 2 !== value.length) throw new Error('a value is not of hexadecimal digits');
    return bytes;
  },
};

/** For `$1::integer[]`. */
export function integerArray(values: readonly number[]): Uint8Array {
  return arrayOf(INTEGER, values);
}

/** For `$1::uuid[]`. */
export function uuidArray(values: readonly (string | null)[]): Uint8Array {
  return arrayOf(UUID, values);
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
const HALF_BYTES = 4;
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
  buffer.writeUInt32BE(whole - upper * HALF, at + HALF_BYTES);
}

function expectForm(text: string, form: string): void {
  if (text.length !== form.length) throw new Error(`a value is not of the form ${form}`);
}

function digits(text: string, from: number, to: number): number {
  let number = 0;
  for (let place = from; place < to; place += 1) number = number * 10 + text.charCodeAt(place) - DIGIT_0;
  return number;
}
