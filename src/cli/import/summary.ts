// What an import came to, in words: sums that add up, each kind of issue with its first example, and what to do next.

import { OUTCOMES } from '../../core/outcome.ts';
import { planLines } from './plan-summary.ts';
import type { ImportPlan } from '../../core/import-plan.ts';
import type { IssueGroup } from '../../core/import.ts';
import type { OutcomeCounts } from '../../core/outcome.ts';

/** An import as the server shows it, as far as the command reads it. */
export interface ImportView {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly dryRun: boolean;
  readonly createdAt: string;
  readonly format: string;
  readonly bytes: number;
  readonly carrier: string | null;
  readonly records: number | null;
  readonly received: number;
  readonly outcomes: OutcomeCounts;
  readonly columns: readonly { readonly column: string; readonly field: string | null; readonly use: string }[] | null;
  readonly issues: readonly IssueGroup[] | null;
  /** What a dry run found. */
  readonly plan: ImportPlan | null;
  readonly reason: string | null;
  readonly undoableUntil: string | null;
}

interface Ended {
  readonly file: string;
  readonly job: ImportView;
  /** Where the rejected records are. */
  readonly rejects: string | null;
}

const GROUPS_SHOWN_MAX = 20;

export function summarize(ended: Ended): string {
  const { file, job } = ended;
  const sums = job.plan ? planLines(job.plan) : [sumOf(job)];
  const lines = [`${file}: ${headOf(job)}`, ...columnLines(job.columns), ...sums, ...issuesOf(job), ...nextOf(ended)];
  return `${lines.filter((line) => line !== '').join('\n')}\n`;
}

function headOf({ state, format, records, reason }: ImportView): string {
  if (state === 'failed') return `failed. ${reason ?? ''}`;
  const what = `${records ?? 'no'} ${format} records`;
  return state === 'canceled' ? `stopped, of ${what}` : what;
}

/** What becomes of a table's columns; nothing where the file is none. */
export function columnLines(columns: ImportView['columns']): string[] {
  return (columns ?? []).map(({ column, field, use }) => {
    if (use === 'mapped') return `  column "${column}" → ${field}`;
    return use === 'kept' ? `  column "${column}" fits no field: kept under its own name` : `  column "${column}" ignored`;
  });
}

function sumOf({ received, records, outcomes }: ImportView): string {
  const told = OUTCOMES.filter((outcome) => outcomes[outcome] > 0).map((outcome) => `${outcomes[outcome]} ${outcome}`);
  const left = (records ?? 0) - received;
  return `  ${received} received = ${told.join(' + ') || '0'}${left > 0 ? `; ${left} not taken` : ''}`;
}

function issuesOf({ issues }: ImportView): string[] {
  const groups = issues ?? [];
  const lines = groups.slice(0, GROUPS_SHOWN_MAX).map(({ count, code, field, message, suggestion, first, severity }) => {
    const guess = suggestion === undefined ? '' : ` Did you mean ${JSON.stringify(suggestion)}?`;
    return `  ${count} × ${severity} ${code}${field === '' ? '' : ` at ${field}`}: ${message}${guess} First at line ${first}.`;
  });
  return groups.length > GROUPS_SHOWN_MAX ? [...lines, `  and ${groups.length - GROUPS_SHOWN_MAX} kinds more`] : lines;
}

function nextOf({ file, job, rejects }: Ended): string[] {
  const lines: string[] = [];
  if (rejects !== null) lines.push(`  Rejected records are in ${rejects}: mend them there, then: clientele import ${rejects}`);
  if (job.state === 'canceled') lines.push(`  What was taken stays. To go on: clientele import --resume ${file}`);
  if (job.undoableUntil !== null && job.received > 0)
    lines.push(`  Import ${job.id} can be undone until ${job.undoableUntil.slice(0, 10)}.`);
  return lines;
}
