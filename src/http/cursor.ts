// Page cursors: opaque to clients, refused when they are not ours.

import { normalizeTime } from '../formats/index.ts';
import { RegistryError } from '../error.ts';

export function writeCursor(parts: readonly string[]): string {
  return Buffer.from(parts.join(' ')).toString('base64url');
}

/** The parts of a cursor that `writeCursor` made, if each matches its pattern. Throws `request_invalid`. */
export function readCursor(cursor: string, patterns: readonly RegExp[]): string[] {
  const parts = Buffer.from(cursor, 'base64url').toString('utf8').split(' ');
  if (parts.length === patterns.length && patterns.every((pattern, at) => pattern.test(parts[at] as string))) return parts;
  throw new RegistryError('request_invalid', 'The cursor is not one of this list: start again without it.');
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/;

/** Where a list by time went on: the last entry's time, and its id among those of one time. */
export interface Position {
  readonly time: string;
  readonly id: string;
}

/** The position in a cursor of a list by time; null without a cursor. Throws `request_invalid`. */
export function positionIn(cursor: string | undefined): Position | null {
  if (cursor === undefined) return null;
  const [time = '', id = ''] = readCursor(cursor, [TIME, UUID]);
  if (normalizeTime(time) === null)
    throw new RegistryError('request_invalid', 'The cursor is not one of this list: start again without it.');
  return { time, id };
}

/** One page of a list by time: what is shown of the entries read (one more than the limit), and the cursor of the next page. */
export function pageOf<T>(
  entries: readonly T[],
  limit: number,
  positionOf: (entry: T) => Position,
): { shown: T[]; nextCursor: string | null } {
  const shown = entries.slice(0, limit);
  const last = shown.at(-1);
  if (entries.length <= limit || last === undefined) return { shown, nextCursor: null };
  const { time, id } = positionOf(last);
  return { shown, nextCursor: writeCursor([time, id]) };
}
