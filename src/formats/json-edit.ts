// Changing single members of a record's text, so that everything else keeps its spelling and its order. The text is JSON without
// white space between tokens, as `readJson` gives it, and every pointer is of a member that it has.

import { entryOf } from './json-place.ts';
import { stepsOf } from './pointer.ts';
import type { Entry } from './json-place.ts';
import type { Json } from './record.ts';

/** One certain fix: the member's new value, or none where the member is left out. */
export interface Mend {
  readonly pointer: string;
  readonly value?: Json;
}

/** The text with every mend applied. */
export function mendText(text: string, mends: readonly Mend[]): string {
  return mends.reduce(
    (mended, { pointer, value }) => (value === undefined ? leaveOut(mended, pointer) : replace(mended, pointer, value)),
    text,
  );
}

/** The text with members added at the end of the object at `pointer`. */
export function addMembers(text: string, pointer: string, members: readonly (readonly [string, Json])[]): string {
  if (members.length === 0) return text;
  const { start, end } = place(text, pointer).value;
  const added = members.map(([member, value]) => `${JSON.stringify(member)}:${JSON.stringify(value)}`).join(',');
  return `${text.slice(0, end - 1)}${end - start > 2 ? ',' : ''}${added}${text.slice(end - 1)}`;
}

function replace(text: string, pointer: string, value: Json): string {
  const { start, end } = place(text, pointer).value;
  return text.slice(0, start) + JSON.stringify(value) + text.slice(end);
}

function leaveOut(text: string, pointer: string): string {
  const { from, value } = place(text, pointer);
  if (text[value.end] === ',') return text.slice(0, from) + text.slice(value.end + 1);
  return text.slice(0, text[from - 1] === ',' ? from - 1 : from) + text.slice(value.end);
}

/** What it is asked for is there: issues point at members of the text. */
function place(text: string, pointer: string): Entry {
  let found: Entry = { from: 0, value: { start: 0, end: text.length } };
  for (const step of stepsOf(pointer)) {
    const inner = entryOf(text, found.value, step);
    if (!inner) throw new Error('a pointer to a member that the text does not have');
    found = inner;
  }
  return found;
}
