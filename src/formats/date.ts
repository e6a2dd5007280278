// Dates and date-times as text: checked by character codes, never turned into a JS `Date` (which has no microseconds and shifts
// days between zones), normalised to UTC with six decimals.

const DIGIT_0 = 48;
const POINT = 46;
const LETTER_T = 84;
const LETTER_Z = 90;
const SECOND_MAX = 59;
const SECOND_LEAP = 60;
const YEAR_MIN = 1800;
const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Two digits at `at`, or NaN. */
function two(text: string, at: number): number {
  const tens = text.charCodeAt(at) - DIGIT_0;
  const ones = text.charCodeAt(at + 1) - DIGIT_0;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** Whether the first ten characters are a calendar day (ISO 8601) in a year from `yearMin`. */
function startsWithDay(text: string, yearMin: number): boolean {
  const year = two(text, 0) * 100 + two(text, 2);
  const month = two(text, 5);
  const day = two(text, 8);
  if (!(year >= yearMin) || text[4] !== '-' || text[7] !== '-' || !(month >= 1 && month <= 12) || !(day >= 1)) return false;
  return day <= (MONTH_DAYS[month - 1] as number) && (month !== 2 || day !== 29 || isLeap(year));
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** `YYYY-MM-DD`, a real calendar day of the year 1800 or later. */
export function isDate(text: string): boolean {
  return text.length === 10 && startsWithDay(text, YEAR_MIN);
}

/** The day that a date written without its zeros means (`2023-1-5`), or null where that is not certain. */
export function mendDate(text: string): string | null {
  const parts = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text.trim());
  if (!parts) return null;
  const mended = `${parts[1]}-${(parts[2] as string).padStart(2, '0')}-${(parts[3] as string).padStart(2, '0')}`;
  return isDate(mended) ? mended : null;
}

/** A date-time with what was noticed on the way. */
export interface Time {
  /** `YYYY-MM-DDTHH:MM:SS.ffffffZ`. */
  readonly time: string;
  readonly isTruncated: boolean;
  readonly isLeapSecond: boolean;
}

/** RFC 3339 `date-time`, offset required, in UTC; null where the text is none. More than six decimals are cut. */
export function parseTime(text: string): Time | null {
  if (!isClock(text, SECOND_LEAP) || (text[10] !== 'T' && text[10] !== 't') || !startsWithDay(text, 1)) return null;
  const decimals = decimalsOf(text);
  const zoneAt = 19 + (decimals > 0 ? decimals + 1 : 0);
  const offset = decimals < 0 ? null : offsetOf(text, zoneAt);
  if (offset === null) return null;
  const isLeapSecond = two(text, 17) === SECOND_LEAP;
  const fraction = isLeapSecond ? '999999' : text.slice(20, 20 + Math.min(decimals, 6)).padEnd(6, '0');
  const clock = isLeapSecond ? `${text.slice(0, 17)}59` : text.slice(0, 19);
  const whole = offset === 0 ? clock.replace('t', 'T') : shift(clock, offset);
  return whole === null ? null : { time: `${whole}.${fraction}Z`, isTruncated: decimals > 6 && !isLeapSecond, isLeapSecond };
}

const SECONDS = 'YYYY-MM-DDTHH:MM:SSZ'.length;
const MILLISECONDS = 'YYYY-MM-DDTHH:MM:SS.fffZ'.length;
const MICROSECONDS = 'YYYY-MM-DDTHH:MM:SS.ffffffZ'.length;

/**
 * The time in UTC with six decimals where the text is written as nearly all are: in capitals, in UTC, with three or six decimals or none;
 * null where only `parseTime` can tell. Times were a seventh of what taking an event in left for the garbage collector.
 */
export function usualTime(text: string): string | null {
  const { length } = text;
  if (length !== SECONDS && length !== MILLISECONDS && length !== MICROSECONDS) return null;
  if (text.charCodeAt(length - 1) !== LETTER_Z || text.charCodeAt(10) !== LETTER_T) return null;
  if (!isClock(text, SECOND_MAX) || !startsWithDay(text, 1)) return null;
  if (length === SECONDS) return `${text.slice(0, -1)}.000000Z`;
  if (text.charCodeAt(19) !== POINT || !areDigits(text, 20, length - 1)) return null;
  return length === MICROSECONDS ? text : `${text.slice(0, -1)}000Z`;
}

/** Whether `HH:MM:SS` stands where it belongs, with seconds up to `secondMax`. */
function isClock(text: string, secondMax: number): boolean {
  return text[13] === ':' && text[16] === ':' && two(text, 11) <= 23 && two(text, 14) <= 59 && two(text, 17) <= secondMax;
}

function areDigits(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - DIGIT_0;
    if (!(digit >= 0 && digit <= 9)) return false;
  }
  return true;
}

/** How many decimals follow the seconds: 0 without a point, -1 where a point has none. */
function decimalsOf(text: string): number {
  if (text[19] !== '.') return 0;
  let at = 20;
  while (text.charCodeAt(at) >= DIGIT_0 && text.charCodeAt(at) <= DIGIT_0 + 9) at += 1;
  return at === 20 ? -1 : at - 20;
}

/** Minutes east of UTC, or null where the rest of the text is no offset. */
function offsetOf(text: string, at: number): number | null {
  const sign = text[at];
  if (sign === 'Z' || sign === 'z') return text.length === at + 1 ? 0 : null;
  if ((sign !== '+' && sign !== '-') || text.length !== at + 6 || text[at + 3] !== ':') return null;
  const hours = two(text, at + 1);
  const minutes = two(text, at + 4);
  if (!(hours <= 23 && minutes <= 59)) return null;
  return (hours * 60 + minutes) * (sign === '+' ? 1 : -1);
}

/** Whole seconds only, so that a `Date` is exact here. Null outside the years that a database can hold. */
function shift(clock: string, offsetMinutes: number): string | null {
  const shifted = new Date(Date.parse(`${clock.replace('t', 'T')}Z`) - offsetMinutes * 60_000).toISOString();
  return shifted.length === 24 && shifted >= '0001' ? shifted.slice(0, 19) : null;
}

/** A date-time as the registry compares it, or null where the text is none. */
export function normalizeTime(text: string): string | null {
  return usualTime(text) ?? parseTime(text)?.time ?? null;
}

/** `second`, `YYYY-MM-DDTHH:MM:SS` in UTC, moved by whole hours. */
export function addHours(second: string, hours: number): string {
  return new Date(Date.parse(`${second}Z`) + hours * 3_600_000).toISOString().slice(0, 19);
}
