// A whole JSON document → the places of its records' texts, without parsing them: each is then read like a line of its own.

import { scan } from './json-scan.ts';
import type { Issue } from './issue.ts';

export interface Slice {
  readonly start: number;
  readonly end: number;
}

export interface Records {
  readonly kind: 'single' | 'array' | 'wrapped';
  readonly elements: readonly Slice[];
  /** Pointer to the array in the document: `''` for the document itself, `/customers` where it is wrapped. */
  readonly pointer: string;
}

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const COMMA = 44;

/**
 * Finds the records of a document: an array's elements, those of a member among `members`, or the document itself. Broken JSON is
 * an issue that names line and column; it never throws.
 */
export function recordsOf(sent: string, members: readonly string[]): Records | { readonly issue: Issue } {
  const start = firstVisible(sent, sent.charCodeAt(0) === 0xfeff ? 1 : 0);
  if (sent.charCodeAt(start) === OPEN_BRACKET) return listed(sent, start, { kind: 'array', pointer: '' });
  const wrapper = wrapperOf(sent, start, members);
  if (wrapper) return listed(sent, wrapper.start, { kind: 'wrapped', pointer: `/${wrapper.member}` });
  return { kind: 'single', elements: [{ start, end: sent.length }], pointer: '' };
}

function listed(text: string, start: number, { kind, pointer }: Omit<Records, 'elements'>): Records | { readonly issue: Issue } {
  const elements = splitElements(text, start);
  if (elements && isJson(text)) return { kind, elements, pointer };
  return { issue: whyBroken(text) };
}

/** Slices alone cannot tell that the text between and behind them is right: the platform's parser does, at 200 MB/s and more. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
    return true;
  } catch {
    return false;
  }
}

function whyBroken(text: string): Issue {
  const { issues } = scan(text, false);
  return (
    issues.find(({ code }) => code === 'json_invalid' || code === 'space_no_break' || code === 'nesting_too_deep') ?? {
      code: 'json_invalid',
      pointer: '',
      message: 'The text is not JSON.',
      severity: 'error',
    }
  );
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

/** The closing quote of the string that opens at `at`, or -1. */
function endOfString(text: string, at: number): number {
  let end = text.indexOf('"', at + 1);
  while (end > 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end;
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes += 1;
  return slashes % 2 === 1;
}

/** Looks for a wrapping member among the object's first-level members, and for `eventType`, which a wrapper never has. */
function wrapperOf(text: string, start: number, members: readonly string[]): { member: string; start: number } | null {
  if (text.charCodeAt(start) !== OPEN_BRACE) return null;
  let found: { member: string; start: number } | null = null;
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === OPEN_BRACE || code === OPEN_BRACKET) depth += 1;
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth -= 1;
    else if (code === QUOTE) {
      const end = endOfString(text, at);
      if (end < 0) return found;
      if (depth === 1) {
        const member = text.slice(at + 1, end);
        const value = valueAfter(text, end);
        if (member === 'eventType' && value !== null) return null;
        if (!found && value !== null && members.includes(member) && text.charCodeAt(value) === OPEN_BRACKET)
          found = { member, start: value };
      }
      at = end;
    }
  }
  return found;
}

/** Where the value of a member begins whose name ends at `end`; null where no colon follows: it was a value itself. */
function valueAfter(text: string, end: number): number | null {
  const colon = firstVisible(text, end + 1);
  return text[colon] === ':' ? firstVisible(text, colon + 1) : null;
}

function firstVisible(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 32) at += 1;
  return at;
}
