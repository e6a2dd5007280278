// Reading a record that is a value already, as editors in a browser hold it.

import { issueAt } from './issue-at.ts';
import { parse } from './parse.ts';
import type { Parsed, ParseOptions } from './record.ts';

/**
 * Reads one record from a value: the same verdict as `parse` gives on its JSON text. Never throws: what has no JSON text (functions,
 * cycles, big integers, objects that throw when they are read) is `json_invalid`.
 */
export function parseValue(value: unknown, options: ParseOptions): Parsed {
  const text = jsonTextOf(value);
  if (text !== undefined) return parse(text, options);
  return { issues: [issueAt('json_invalid', '', 'The value is none that JSON can express.')] };
}

function jsonTextOf(value: unknown): string | undefined {
  try {
    // A function or a symbol has no text, whatever the declared type says.
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
