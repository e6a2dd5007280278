// Where in a JSON text the value of a pointer stands, found without reading the text, white space or none. The text is taken to be JSON:
// whoever asks checks that before.

import { endOfString, endOfValue } from './json-skip.ts';
import type { Slice } from './json-skip.ts';

export interface Entry {
  /** Where it begins: a member's name, or in an array its value. */
  readonly from: number;
  readonly value: Slice;
}

/** The entry of this name or index in the object or array at `owner`; null where it has none, or is neither. */
export function entryOf(text: string, { start, end }: Slice, step: string): Entry | null {
  const isObject = text[start] === '{';
  if (!isObject && text[start] !== '[') return null;
  let from = visibleFrom(text, start + 1);
  for (let index = 0; from < end - 1; index += 1) {
    const nameEnd = isObject ? endOfString(text, from) + 1 : from;
    const name = isObject ? (JSON.parse(text.slice(from, nameEnd)) as string) : String(index);
    const value = valueAt(text, isObject ? visibleFrom(text, nameEnd) + 1 : from);
    if (name === step) return { from, value };
    from = visibleFrom(text, visibleFrom(text, value.end) + 1);
  }
  return null;
}

/** The value that begins at `from` or behind white space there, and ends before the white space behind it. */
export function valueAt(text: string, from: number): Slice {
  const start = visibleFrom(text, from);
  let end = endOfValue(text, start);
  while (end > start && isSpace(text, end - 1)) end -= 1;
  return { start, end };
}

function visibleFrom(text: string, from: number): number {
  let at = from;
  while (at < text.length && isSpace(text, at)) at += 1;
  return at;
}

function isSpace(text: string, at: number): boolean {
  return text.charCodeAt(at) <= 32;
}
