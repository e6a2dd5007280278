// `asOf` and `knownAt` of a query: which past is asked for.

import { normalizeTime } from '../formats/index.ts';
import { refuseRequest } from './request-issue.ts';
import type { Bounds } from '../registry/read-past.ts';

export interface PastQuery {
  asOf?: string;
  knownAt?: string;
}

/** Null: the present is asked for. Throws `request_invalid`. */
export function pastIn(query: PastQuery): Bounds | null {
  return query.asOf === undefined && query.knownAt === undefined ? null : boundsIn(query);
}

/** Throws `request_invalid` naming what is no time. */
export function boundsIn({ asOf, knownAt }: PastQuery): Bounds {
  return { asOf: timeIn('asOf', asOf), knownAt: timeIn('knownAt', knownAt) };
}

function timeIn(parameter: 'asOf' | 'knownAt', text: string | undefined): string | null {
  if (text === undefined) return null;
  const time = normalizeTime(text);
  if (time !== null) return time;
  const message = `"${parameter}" must be a time with its offset, such as 2024-05-01T00:00:00Z ("+" is written %2B in an address).`;
  throw refuseRequest([{ code: 'date_time_invalid', parameter, message }]);
}
