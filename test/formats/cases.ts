// Conformance cases as files, `test/fixtures/formats/<format>/{accepted,rejected}/*.json`: one record's text, what is asked of the
// reader, and the exact issues expected. A test for another program of the same formats could read them as they are.

import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Issue } from '../../src/formats/index.ts';

const FOLDER = fileURLToPath(new URL('../fixtures/formats/', import.meta.url));

/** The present of every case that names none. */
export const NOW = '2026-01-01T00:00:00.000000Z';

/** An issue as a case expects it; `says` must stand in its message. */
export type ExpectedIssue = Omit<Issue, 'message'> & { readonly says?: string };

export interface Case {
  /** The file's name, without its ending. */
  readonly name: string;
  /** The rule in one sentence. */
  readonly about: string;
  /** What is read: the text, or its lines. */
  readonly text: string | readonly string[];
  readonly now?: string;
  readonly fixes?: true;
  readonly recordType?: 'institute' | 'course';
  readonly mode?: 'create' | 'update';
  readonly issues: readonly ExpectedIssue[];
  /** Members that the record must have, by name. */
  readonly record?: Readonly<Record<string, unknown>>;
}

/** Every case of one format, by name. */
export function casesOf(format: string, verdict: 'accepted' | 'rejected'): Case[] {
  const files = globSync(`${FOLDER}${format}/${verdict}/*.json`).sort();
  return files.map((file) => ({ name: basename(file, '.json'), ...(JSON.parse(readFileSync(file, 'utf8')) as Omit<Case, 'name'>) }));
}

export function textOf({ text }: Case): string {
  return typeof text === 'string' ? text : text.join('\n');
}

/** The issues without their wording; what a case wants said is checked on the way. */
export function bearingsOf(issues: readonly Issue[], expected: readonly ExpectedIssue[]): ExpectedIssue[] {
  return issues.map(({ message, ...bearings }, index) => {
    const says = expected[index]?.says;
    return { ...bearings, ...(says !== undefined && message.includes(says) && { says }) };
  });
}
