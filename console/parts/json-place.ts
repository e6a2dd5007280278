// Where in a JSON text the value of a pointer stands, white space and all; nothing where the text is no JSON or has no such member.

import { endOfString, endOfValue } from '../../src/formats/json-skip.ts';
import { valueIn } from './json-value.ts';
import { stepsOf } from '../../src/formats/pointer.ts';
import type { Slice } from '../../src/formats/json-skip.ts';

/** The place of the value at `pointer`; of the nearest value around it where the text lacks it; null in what is no JSON. */
export function placeOf(text: string, pointer: string): Slice | null {
  if (valueIn(text) === undefined) return null;
  let place = valueAt(text, 0);
  for (const step of stepsOf(pointer)) {
    const inner = entryOf(text, place, step);
    if (!inner) return place;
    place = inner;
  }
  return place;
}

function entryOf(text: string, { start, end }: Slice, step: string): Slice | null {
  const isObject = text[start] === '{';
  if (!isObject && text[start] !== '[') return null;
  let at = visibleFrom(text, start + 1);
  for (let index = 0; at < end - 1; index += 1) {
    const nameEnd = isObject ? endOfString(text, at) + 1 : at;
    const name = isObject ? (JSON.parse(text.slice(at, nameEnd)) as string) : String(index);
    const value = valueAt(text, isObject ? visibleFrom(text, nameEnd) + 1 : at);
    if (name === step) return value;
    at = visibleFrom(text, visibleFrom(text, value.end) + 1);
  }
  return null;
}

function valueAt(text: string, from: number): Slice {
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
