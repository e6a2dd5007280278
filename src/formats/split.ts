// A whole JSON document → the places of its records' texts, without parsing them: each is then read like a line of its own.

import { isJson } from './json-text.ts';
import { endOfString, endOfValue } from './json-skip.ts';
import { isNoBreakSpace, scan } from './json-scan.ts';
import { issueAt } from './issue-at.ts';
import type { Issue } from './issue.ts';
import type { Slice } from './json-skip.ts';

export interface Records {
  readonly kind: 'single' | 'array' | 'wrapped';
  /** The text that the slices are of: the one given, unless it had to be mended. */
  readonly text: string;
  readonly elements: readonly Slice[];
  /** Pointer to the array in the document: `''` for the document itself, `/customers` where it is wrapped. */
  readonly pointer: string;
  /** What was mended in the document as a whole. */
  readonly issues: readonly Issue[];
}

export interface RecordsOptions {
  /** Take no-break spaces between tokens as plain ones, and say so. */
  readonly fixes?: boolean;
}

interface List {
  readonly start: number;
  readonly member: string | null;
}

const BYTE_ORDER_MARK = 0xfeff;
const QUOTE = 34;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const COMMA = 44;
const COLON = 58;

/**
 * Finds the records of a document: an array's elements, those of a member among `members`, or the document itself. Broken JSON is
 * an issue that names line and column, and so are two lists side by side, of which one would be lost; it never throws.
 */
export function recordsOf(
  sent: string,
  members: readonly string[],
  { fixes = false }: RecordsOptions = {},
): Records | { readonly issue: Issue } {
  const begin = sent.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0;
  const start = firstVisible(sent, begin);
  const lists = sent.charCodeAt(start) === OPEN_BRACKET ? [{ start, member: null }] : wrappedLists(sent, start, members);
  const [list, second] = lists;
  if (!list) return { kind: 'single', text: sent, elements: [{ start: begin, end: sent.length }], pointer: '', issues: [] };
  if (second)
    return { issue: issueAt('member_repeated', `/${second.member}`, 'The document holds more than one list of records: send each alone.') };
  return isJsonBehindMark(sent) ? listed(sent, list, []) : mendedRecords(sent, members, fixes);
}

function listed(text: string, { start, member }: List, issues: readonly Issue[]): Records {
  const elements = splitElements(text, start) ?? [];
  const shape = member === null ? ({ kind: 'array', pointer: '' } as const) : ({ kind: 'wrapped', pointer: `/${member}` } as const);
  return { ...shape, text, elements, issues };
}

/** No-break spaces are the one fault of a document that is mended; any other leaves it unread. */
function mendedRecords(sent: string, members: readonly string[], fixes: boolean): Records | { readonly issue: Issue } {
  const { value, text, issues } = scan(sent.charCodeAt(0) === BYTE_ORDER_MARK ? sent.slice(1) : sent, fixes);
  const found = fixes && value !== undefined ? recordsOf(text, members) : null;
  if (found && !('issue' in found)) return { ...found, issues: issues.filter(({ code }) => code === 'fix_applied') };
  const why = issues.find(({ code }) => code === 'json_invalid') ?? issues.find(({ code }) => code === 'space_no_break');
  return { issue: why ?? issueAt('json_invalid', '') };
}

/** Slices alone cannot tell that the text between and behind them is right: the platform's parser does, at 200 MB/s and more. */
function isJsonBehindMark(text: string): boolean {
  return isJson(text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text);
}

/** The slices of the elements of the array that opens at `start`; null where it does not close. */
export function splitElements(text: string, start: number): Slice[] | null {
  const elements: Slice[] = [];
  let depth = 0;
  let from = start + 1;
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at);
      if (at < 0) return null;
    } else if (code === OPEN_BRACKET || code === OPEN_BRACE) depth += 1;
    else if (code === CLOSE_BRACKET || code === CLOSE_BRACE) {
      depth -= 1;
      if (depth > 0) continue;
      keep(text, elements, { start: from, end: at });
      return elements;
    } else if (code === COMMA && depth === 1) {
      keep(text, elements, { start: from, end: at });
      from = at + 1;
    }
  }
  return null;
}

function keep(text: string, elements: Slice[], { start, end }: Slice): void {
  const first = firstVisible(text, start);
  if (first < end) elements.push({ start: first, end });
}

/** The lists of records among the object's own members; none where it has an `eventType`, which a wrapper never has. */
function wrappedLists(text: string, start: number, members: readonly string[]): List[] {
  const lists: List[] = [];
  if (text.charCodeAt(start) !== OPEN_BRACE) return lists;
  let at = firstVisible(text, start + 1);
  while (text.charCodeAt(at) === QUOTE) {
    const nameEnd = endOfString(text, at);
    const colon = firstVisible(text, nameEnd + 1);
    if (nameEnd < 0 || text.charCodeAt(colon) !== COLON) return lists;
    const member = text.slice(at + 1, nameEnd);
    if (member === 'eventType') return [];
    const value = firstVisible(text, colon + 1);
    if (members.includes(member) && text.charCodeAt(value) === OPEN_BRACKET) lists.push({ start: value, member });
    at = firstVisible(text, endOfValue(text, value));
    if (text.charCodeAt(at) === COMMA) at = firstVisible(text, at + 1);
  }
  return lists;
}

/** Past white space, and past no-break spaces too, so that a pasted document is told from no document at all. */
function firstVisible(text: string, from: number): number {
  let at = from;
  while (at < text.length && (text.charCodeAt(at) <= 32 || isNoBreakSpace(text.charCodeAt(at)))) at += 1;
  return at;
}
