// Dates and times as platforms write them. All lie years back, so that a sample stays acceptable whenever it is used.

import type { Random } from './random.ts';

export const DAY_MS = 86_400_000;

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
  if (spelling === 'offset') return `${new Date(epochMs + 2 * 3_600_000).toISOString().slice(0, 19)}+02:00`;
  const text = new Date(epochMs).toISOString();
  if (spelling === 'seconds') return `${text.slice(0, 19)}Z`;
  if (spelling === 'milliseconds') return text;
  return `${text.slice(0, 23)}${String((epochMs * 7) % 1000).padStart(3, '0')}Z`;
}

/** A birth date of an adult, `YYYY-MM-DD`. */
export function birthDateText(random: Random): string {
  return dateText(BIRTH_FIRST_MS + random.below(BIRTH_DAYS) * DAY_MS);
}

export function dateText(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}
