// One JSON document, or one record a line? Told by a body's content, whatever its media type says.

import { hasFirstLine } from './body.ts';
import type { Body } from './body.ts';
import type { Shape } from './request.ts';

/**
 * An array is a document, and so is an object that wraps one. Any other object whose first line is complete JSON with more behind
 * it is lines; one whose first line is not (it is spread over lines) is a document. Where the first line is broken, what the sender
 * says decides.
 */
export function comesInLines({ head, isWhole }: Body, { lines, wrappers }: Pick<Shape, 'lines' | 'wrappers'>): boolean {
  if (lines === 'never') return false;
  const isExpected = lines === 'expected';
  const text = withoutMark(head.toString('utf8')).trimStart();
  if (text.startsWith('[')) return false;
  const end = text.indexOf('\n');
  const isOnlyLine = end < 0 || (isWhole && text.slice(end).trim() === '');
  if (isOnlyLine && !isExpected) return false;
  const first = end < 0 ? text : text.slice(0, end);
  if (isBracket(first)) return false;
  const value = jsonIn(first);
  return value === undefined ? isExpected : !isWrapper(value, wrappers);
}

/** Whether the first line is so long that only the whole body tells: one record, or the first of several. */
export function needsWhole({ head, isWhole }: Body, { lines }: Pick<Shape, 'lines'>): boolean {
  return lines === 'maybe' && !isWhole && !hasFirstLine(head);
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
