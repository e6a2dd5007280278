// Page cursors: opaque to clients, refused when they are not ours.

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

/** A page's size. Throws `request_invalid`. */
export function limitOf(text: string | undefined, { preset, max }: { preset: number; max: number }): number {
  const limit = text === undefined ? preset : Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= max) return limit;
  throw new RegistryError('request_invalid', `"limit" must be a whole number from 1 to ${max}.`);
}
