// Taking certain fixes in a record's text as it is written, so that everything else keeps its spelling, order and white space.

import { placeOf } from './json-place.ts';
import { stepsOf } from '../../src/formats/pointer.ts';
import type { Slice } from '../../src/formats/json-skip.ts';

export interface FixableIssue {
  readonly pointer: string;
  readonly suggestion?: unknown;
  readonly fix?: 'leave_out' | 'plain_spaces';
}

/** Whether what was meant is certain. */
export function isFixable({ suggestion, fix }: FixableIssue): boolean {
  return suggestion !== undefined || fix !== undefined;
}

/** The text with the fixes of all these issues. */
export function mended(text: string, issues: readonly FixableIssue[]): string {
  const readable = issues.some(({ fix }) => fix === 'plain_spaces') ? withPlainSpaces(text) : text;
  // From the end to the beginning, so that no place moves before its turn.
  const edits = issues.flatMap((issue) => editOf(readable, issue)).toSorted((left, right) => right.start - left.start);
  return edits.reduce((mending, { start, end, by }) => mending.slice(0, start) + by + mending.slice(end), readable);
}

/** The text with `value`, a JSON text, at `pointer`: in the place of what stands there, else as a new last member of its owner, which is there. */
export function withValueAt(text: string, pointer: string, value: string): string {
  const owner = placeOf(text, pointer.slice(0, pointer.lastIndexOf('/')));
  const place = placeOf(text, pointer);
  if (!owner || !place) return text;
  const isThere = place.start !== owner.start;
  if (isThere) return text.slice(0, place.start) + value + text.slice(place.end);
  const isEmpty = /^\{\s*\}$/u.test(text.slice(owner.start, owner.end));
  const member = `${isEmpty ? '' : ','}${JSON.stringify(stepsOf(pointer).at(-1))}:${value}`;
  const end = text.slice(0, owner.end - 1).trimEnd().length;
  return text.slice(0, end) + member + text.slice(end);
}

interface Edit extends Slice {
  readonly by: string;
}

function editOf(text: string, { pointer, suggestion, fix }: FixableIssue): Edit[] {
  const place = placeOf(text, pointer);
  if (!place || fix === 'plain_spaces') return [];
  if (fix === 'leave_out') return [{ ...memberAround(text, place), by: '' }];
  return suggestion === undefined ? [] : [{ ...place, by: JSON.stringify(suggestion) }];
}

/** A member from its name to the comma that separates it. */
function memberAround(text: string, { start, end }: Slice): Slice {
  const name = /"(?:[^"\\]|\\.)*"\s*:\s*$/u.exec(text.slice(0, start));
  const from = name?.index ?? start;
  const after = /^\s*,\s*/u.exec(text.slice(end));
  if (after) return { start: from, end: end + after[0].length };
  const before = /\s*,\s*$/u.exec(text.slice(0, from));
  return { start: before?.index ?? from, end };
}

/** No-break spaces outside of strings. */
function withPlainSpaces(text: string): string {
  return text.replaceAll(/"(?:[^"\\]|\\.)*"|\u00a0/gu, (piece) => (piece === '\u00a0' ? ' ' : piece));
}
