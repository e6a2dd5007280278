// Rejected records as rows of a table: a column for every field that one of them states or lacks, and every issue in its cell.

import { checkRecord } from '../../parts/check-record.ts';
import { memberOf, stepsOf } from '../../../src/formats/pointer.ts';
import { objectIn } from '../../parts/json-value.ts';
import { withValueAt } from '../../parts/json-mend.ts';
import type { AnyFormat } from '../../parts/check-record.ts';
import type { Rejection } from '../../api/rejections.ts';
import type { ShownIssue } from '../../parts/issue-list.tsx';

type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

export interface MendCell {
  /** What stands there, a text without its quotes; undefined where the record lacks it. */
  readonly value: string | undefined;
  readonly issues: readonly ShownIssue[];
  /** Whether a value can be written here: it is no list and no object, and what is around it is there. */
  readonly isOpen: boolean;
}

export interface MendRow {
  readonly rejection: Rejection;
  /** The record as it stands now, mended or as it was sent. */
  readonly text: string;
  readonly isChanged: boolean;
  readonly cells: ReadonlyMap<string, MendCell>;
  /** Issues that belong to no cell: of the whole record, or of a text that cannot be read. */
  readonly others: readonly ShownIssue[];
  readonly errors: number;
}

/** More columns without a fault than that nobody reads. */
const COLUMNS_MAX = 30;

/** A rejected record with what was written so far; it is judged anew once something was. */
export function rowOf(rejection: Rejection, written: string | undefined): MendRow {
  const sent = rejection.payload ?? '';
  const text = written ?? sent;
  const isChanged = text !== sent;
  const issues: readonly ShownIssue[] = isChanged ? checkRecord(text, rejection.format as AnyFormat).issues : rejection.issues;
  const value = objectIn(text) as Json | undefined;
  const cells = new Map<string, MendCell>();
  if (value) for (const [pointer, leaf] of leavesOf(value)) cells.set(pointer, { value: leaf, issues: [], isOpen: true });
  const others: ShownIssue[] = [];
  for (const issue of issues) {
    const cell = value && (cells.get(issue.pointer) ?? lackedCell(value, issue.pointer));
    if (cell) cells.set(issue.pointer, { ...cell, issues: [...cell.issues, issue] });
    else others.push(issue);
  }
  const errors = issues.filter(({ severity }) => severity === 'error').length;
  return { rejection, text, isChanged, cells, others, errors };
}

/** Pointers of all rows: where something was wrong first, then as the first row that has them states them. */
export function columnsOf(rows: readonly MendRow[]): string[] {
  const all = [...new Set(rows.flatMap(({ cells }) => [...cells.keys()]))];
  const wrong = new Set(rows.flatMap(({ rejection: { issues } }) => issues.map(({ pointer }) => pointer)));
  return [...all.filter((pointer) => wrong.has(pointer)), ...all.filter((pointer) => !wrong.has(pointer)).slice(0, COLUMNS_MAX)];
}

/** The record with what somebody wrote into a cell: as text, or as what it reads as where only that is right. */
export function withWords(row: MendRow, pointer: string, words: string): string {
  const readings = [JSON.stringify(words), ...(isScalar(words) ? [words] : [])].map((value) => withValueAt(row.text, pointer, value));
  const isRight = (text: string): boolean =>
    checkRecord(text, row.rejection.format as AnyFormat).issues.every((issue) => issue.pointer !== pointer || issue.severity === 'warning');
  return readings.find(isRight) ?? readings[0] ?? row.text;
}

function isScalar(words: string): boolean {
  return /^(?:true|false|-?\d+(?:\.\d+)?)$/u.test(words);
}

function* leavesOf(value: Json, pointer = ''): Generator<[string, string]> {
  if (typeof value !== 'object' || value === null) {
    yield [pointer, typeof value === 'string' ? value : JSON.stringify(value)];
    return;
  }
  for (const [name, inner] of Object.entries(value)) yield* leavesOf(inner, memberOf(pointer, name));
}

/** A cell for what the record lacks, or for a list or object; undefined where not even its owner is there. */
function lackedCell(record: Json, pointer: string): MendCell | undefined {
  const steps = stepsOf(pointer);
  let owner: Json | undefined = record;
  for (const step of steps.slice(0, -1)) owner = memberAt(owner, step);
  if (steps.length === 0 || typeof owner !== 'object' || owner === null) return undefined;
  const value = memberAt(owner, steps.at(-1) ?? '');
  return {
    value: value === undefined ? undefined : JSON.stringify(value),
    issues: [],
    isOpen: value === undefined && !Array.isArray(owner),
  };
}

function memberAt(owner: Json | undefined, step: string): Json | undefined {
  if (typeof owner !== 'object' || owner === null || !Object.hasOwn(owner, step)) return undefined;
  return (owner as { [name: string]: Json })[step];
}
