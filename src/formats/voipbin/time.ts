// VoIPBin's timestamps, `YYYY-MM-DD HH:MM:SS.ffffff` in UTC, to and from the registry's. "Not yet" is a far date there and null here.

import { normalizeTime } from '../date.ts';

/** What `tm_update` and `tm_delete` hold while the account was never updated or deleted. */
export const NOT_YET = '9999-01-01 00:00:00.000000';

const NOT_YET_TIME = '9999-01-01T00:00:00.000000Z';
const WITHOUT_ZONE = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?$/;

/** The moment that a `tm_` member names: null for "not yet", undefined where the text is no time. RFC 3339 is taken, too. */
export function timeFromVoipbin(text: string): string | null | undefined {
  const time = normalizeTime(WITHOUT_ZONE.test(text) ? `${text.replace(' ', 'T')}Z` : text);
  if (time === null) return undefined;
  return time === NOT_YET_TIME ? null : time;
}

/** A moment as VoIPBin writes it; `null` is "not yet". */
export function timeToVoipbin(time: string | null): string {
  return time === null ? NOT_YET : time.slice(0, -1).replace('T', ' ');
}
