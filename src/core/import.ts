// An import: a job that takes in a file. Its states, and what may follow on what.

import type { ImportPlan } from './import-plan.ts';
import type { Format, RecordType } from '../formats/record.ts';
import type { OutcomeCounts } from './outcome.ts';

/**
 * `uploading` until its file is whole; `waiting` for a node; `checking` the file; `running`; then one of the ends. `undoing` and
 * `restoring` lead to `undone` and back to the end before.
 */
export const IMPORT_STATES = [
  'uploading',
  'checking',
  'waiting',
  'running',
  'finished',
  'canceled',
  'failed',
  'undoing',
  'undone',
  'restoring',
] as const;

export type ImportState = (typeof IMPORT_STATES)[number];

/** States in which some node has, or should have, work to do. */
export const WORKING_STATES: readonly ImportState[] = ['waiting', 'checking', 'running', 'undoing', 'restoring'];

/** `reject_rows` takes what is valid; `reject_file` takes all of the file or nothing. */
export type ImportPolicy = 'reject_rows' | 'reject_file';

export interface ImportSettings {
  /** The file's name, for people. */
  readonly name: string;
  readonly source: string | null;
  readonly format: Format | 'auto';
  readonly recordType: RecordType | 'auto';
  readonly policy: ImportPolicy;
  readonly isDryRun: boolean;
  readonly takesFixes: boolean;
  /** A table's columns by hand; null: they are matched by their names. */
  readonly mapping: Readonly<Record<string, string | null>> | null;
}

/** Faults and doubts of one kind, counted. */
export interface IssueGroup {
  readonly code: string;
  /** The field, with `*` for places in lists. */
  readonly field: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly suggestion?: unknown;
  count: number;
  /** The line of the first, or its place in the list (from 1). */
  readonly first: number;
}

/** What undoing (or restoring) came to. */
export interface UndoSums {
  versions: number;
  /** Versions that stay because others confirmed them. */
  confirmed: number;
  customers: number;
  /** Customers left without a record. */
  removed: number;
}

export interface Import extends ImportSettings {
  readonly importId: string;
  readonly state: ImportState;
  readonly bytes: number;
  readonly carrier: string | null;
  /** How many records the file holds, once that is known. */
  readonly records: number | null;
  readonly received: number;
  readonly outcomes: OutcomeCounts;
  readonly columns: readonly object[] | null;
  readonly issues: readonly IssueGroup[] | null;
  /** What a dry run found. */
  readonly plan: ImportPlan | null;
  /** What undoing it took back, or restoring it brought back. */
  readonly undo: UndoSums | null;
  /** Why it failed. */
  readonly reason: string | null;
  readonly isCancelAsked: boolean;
  /** False where the file went with time, or never came whole. */
  readonly hasFile: boolean;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly undoneAt: string | null;
  readonly undoableUntil: string | null;
}
