// One JSON document, or one record a line? Told by the content, whatever the media type says.

import type { Body } from './body.ts';

export type Carrier = 'document' | 'lines';

/** What the sender says, and which members make an object in one line a document of many records. */
export interface Expectation {
  readonly isLines: boolean;
  readonly wrappers: readonly string[];
}

/**
 * An array is a document, and so is an object that wraps one. Any other object whose first line is complete JSON with more behind
 * it is lines; one whose first line is not (it is spread over lines) is a document. `isLines`, what the sender says, decides where
 * the first line is broken.
 */
export function carrierOf({ head, isWhole }: Body, { isLines, wrappers }: Expectation): Carrier {
  const text = withoutMark(head.toString('utf8')).trimStart();
  if (text.startsWith('[')) return 'document';
  const end = text.indexOf('\n');
  const isOnlyLine = end < 0 || (isWhole && text.slice(end).trim() === '');
  if (isOnlyLine && !isLines) return 'document';
  const first = end < 0 ? text : text.slice(0, end);
  if (isBracket(first)) return 'document';
  const value = jsonIn(first);
  if (value === undefined) return isLines ? 'lines' : 'document';
  return isWrapper(value, wrappers) ? 'document' : 'lines';
}

/** A pretty-printed document opens with a line of a bracket alone. */
function isBracket(line: string): boolean {
  return line.trim() === '{';
}

function isWrapper(value: unknown, wrappers: readonly string[]): boolean {
  if (typeof value !== 'object' || value === null || 'eventType' in value) return false;
  const members = value as Record<string, unknown>;
  return wrappers.some((name) => Object.hasOwn(members, name) && Array.isArray(members[name]));
}

/** Undefined: it is no JSON. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
