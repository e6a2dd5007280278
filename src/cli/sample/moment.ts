// Dates and times as platforms write them. All lie years back, so that a sample stays acceptable whenever it is used.

import type { Random } from './random.ts';

export const DAY_MS = 86_400_000;

const HOUR_MS = 3_600_000;
const BIRTH_FIRST_MS = Date.UTC(1944, 0, 1);
const BIRTH_DAYS = 63 * 365;

/** How one sender spells its times: most write milliseconds, some microseconds, whole seconds or a local offset. */
export type TimeSpelling = 'milliseconds' | 'microseconds' | 'seconds' | 'offset';

export function pickTimeSpelling(random: Random): TimeSpelling {
  const at = random.next();
  if (at < 0.8) return 'milliseconds';
  if (at < 0.92) return 'microseconds';
  return at < 0.97 ? 'seconds' : 'offset';
}

/** An RFC 3339 date-time of `epochMs`. Equal input gives equal text, the microseconds included. */
export function timeText(epochMs: number, spelling: TimeSpelling): string {
  if (spelling === 'offset') return `${secondText(epochMs + 2 * HOUR_MS)}+02:00`;
  if (spelling === 'seconds') return `${secondText(epochMs)}Z`;
  const milliseconds = String(epochMs % 1000).padStart(3, '0');
  const microseconds = spelling === 'microseconds' ? String((epochMs * 7) % 1000).padStart(3, '0') : '';
  return `${secondText(epochMs)}.${milliseconds}${microseconds}Z`;
}

/** A birth date of an adult, `YYYY-MM-DD`. */
export function birthDateText(random: Random): string {
  return dateText(BIRTH_FIRST_MS + random.below(BIRTH_DAYS) * DAY_MS);
}

const days = new Map<number, string>();

/** Each day's text is made once, of at most some 30,000 days: `toISOString` took a third of a sample's time. */
export function dateText(epochMs: number): string {
  const day = Math.floor(epochMs / DAY_MS);
  let text = days.get(day);
  if (text === undefined) days.set(day, (text = new Date(epochMs).toISOString().slice(0, 10)));
  return text;
}

const TWO_DIGITS = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'));

function secondText(epochMs: number): string {
  const second = Math.floor((epochMs % DAY_MS) / 1000);
  const [hours, minutes] = [Math.floor(second / 3600), Math.floor(second / 60) % 60];
  return `${dateText(epochMs)}T${TWO_DIGITS[hours]}:${TWO_DIGITS[minutes]}:${TWO_DIGITS[second % 60]}`;
}
