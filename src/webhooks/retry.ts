// When a delivery is tried again: ten attempts over at least 75 hours, whatever the jitter; a receiver may ask for more time.

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Between an attempt and the next. Shortened by a fifth each, they still add up to more than 75 hours. */
const DELAYS_MS = [5 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 8 * HOUR, 20 * HOUR, 28 * HOUR, 36 * HOUR] as const;

const JITTER = 0.2;
const RETRY_AFTER_MS_MAX = 24 * HOUR;
/** An endpoint that failed for so long is disabled. */
export const FAILING_MS_MAX = 5 * 24 * HOUR;

/** Milliseconds until the next attempt after `attempts` in vain; null: they are spent. `chance` is from 0 to 1. */
export function delayAfter(attempts: number, askedMs: number | null, chance: number): number | null {
  const delay = DELAYS_MS[attempts - 1];
  if (delay === undefined) return null;
  return Math.max(withJitter(delay, chance), askedMs ?? 0);
}

function withJitter(ms: number, chance: number): number {
  return Math.round(ms * (1 - JITTER + 2 * JITTER * chance));
}

/** What a `Retry-After` header asks for, at most 24 hours; null where it asks for nothing that can be understood. */
export function retryAfterMs(header: string | undefined, nowMs: number): number | null {
  const text = header?.trim() ?? '';
  const asked = /^\d{1,15}$/.test(text) ? Number(text) * SECOND : httpDateMs(text) - nowMs;
  return asked >= 0 ? Math.min(asked, RETRY_AFTER_MS_MAX) : null;
}

/** `Sun, 06 Nov 1994 08:49:37 GMT`: the one form of a date that senders may write. NaN for any other. */
function httpDateMs(text: string): number {
  return /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text) ? Date.parse(text) : Number.NaN;
}

const REST_MS_MIN = SECOND;
const REST_MS_MAX = MINUTE;

/** How long an endpoint that failed `failures` times in a row rests before one more attempt of anything is made. */
export function restAfter(failures: number, chance: number): number {
  return withJitter(Math.min(REST_MS_MIN * 2 ** Math.min(failures, 16), REST_MS_MAX), chance);
}
