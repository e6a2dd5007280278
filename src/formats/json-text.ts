// JSON text as it was sent: read once by the platform's parser, and where that may have lost something, scanned for what it lost:
// repeated members, numbers a double does not hold, white space, characters that stand where none may (RFC 8259).

import { compacted } from './json-compact.ts';
import { NESTING_MAX, scan } from './json-scan.ts';
import type { Issue } from './issue.ts';
import type { Json } from './record.ts';
import type { JsonText } from './json-scan.ts';

const NONE: readonly Issue[] = [];

/**
 * Reads one JSON text. `JSON.stringify(JSON.parse(text)) === text` proves at once that nothing was lost, white space between tokens
 * set aside; only other texts are scanned. Never throws.
 */
export function readJson(sent: string, isMending: boolean): JsonText {
  const text = sent.charCodeAt(0) === 0xfeff ? sent.slice(1) : sent;
  return readPlain(text) ?? scan(text, isMending);
}

/** The reading of a text with nothing in it that only the scanner judges, else null. */
function readPlain(text: string): JsonText | null {
  try {
    const value = JSON.parse(text) as Json;
    const printed = JSON.stringify(value);
    const compact = printed === text ? { text } : compacted(text, printed);
    if (!compact || !isPlain(compact.text) || !(opensFew(compact.text) || isShallow(value, NESTING_MAX))) return null;
    return { value, issues: NONE, ...compact };
  } catch {
    // The scanner says where and why.
    return null;
  }
}

/** Whether the platform's parser takes the text. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Nothing in the text that only the scanner judges: escapes, forbidden names, lone surrogates. */
function isPlain(text: string): boolean {
  return !text.includes('\\u') && !text.includes('__proto__') && !text.includes('constructor') && text.isWellFormed();
}

/** Too few brackets to nest too deep: 0.2 µs where walking the value takes 1 µs. Brackets in strings only make it say no. */
function opensFew(text: string): boolean {
  let left = NESTING_MAX;
  for (const bracket of ['{', '[']) {
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) {
      left -= 1;
      if (left < 0) return false;
    }
  }
  return true;
}

/** True where nothing nests deeper than `levels` objects and arrays. */
function isShallow(value: Json, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (levels === 0) return false;
  if (Array.isArray(value)) return value.every((item) => isShallow(item, levels - 1));
  for (const member in value) if (typeof value[member] === 'object' && !isShallow(value[member], levels - 1)) return false;
  return true;
}
