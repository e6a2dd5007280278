// What became of each record of a batch, for its sender: the outcome, the customer, and every issue with its place.

import { receivedOf, zeroCounts } from '../../core/outcome.ts';
import { ISSUE_CODES } from '../../formats/index.ts';
import type { Batch, Place } from './batch.ts';
import type { Issue } from '../../formats/issue.ts';
import type { Outcome, OutcomeCounts } from '../../core/outcome.ts';
import type { Unresolved } from './find-unresolved.ts';
import type { Decided, Verdict } from './decide-records.ts';

export interface RecordReport {
  readonly place: Place;
  readonly outcome: Outcome;
  readonly sourceId: string | null;
  readonly customerId: string | null;
  /** Where the version's place among its record's versions comes from. */
  readonly timeSource: 'stated' | 'received' | null;
  readonly issues: readonly Issue[];
}

export interface BatchReport {
  readonly requestId: string;
  readonly counts: OutcomeCounts;
  readonly records: readonly RecordReport[];
}

/** One report a batch, one entry a received record: law 1 is asserted here. */
export function reportOn(batches: readonly Batch[], decided: Decided, unresolved: Unresolved): BatchReport[] {
  let at = 0;
  return batches.map((batch) => {
    const verdicts = decided.verdicts.slice(at, at + batch.items.length);
    at += batch.items.length;
    return batchReport(batch, verdicts, unresolved);
  });
}

function batchReport(batch: Batch, verdicts: readonly Verdict[], unresolved: Unresolved): BatchReport {
  const counts = zeroCounts();
  let next = 0;
  const records = batch.received.map(({ place, sourceId, issues, item }): RecordReport => {
    if (item === null) {
      counts.rejected += 1;
      return { place, outcome: 'rejected', sourceId, customerId: null, timeSource: null, issues };
    }
    const verdict = verdicts[next] as Verdict;
    next += 1;
    counts[verdict.outcome] += 1;
    return {
      place,
      outcome: verdict.outcome,
      sourceId,
      customerId: verdict.customerId,
      timeSource: item.record.versionTime === null ? 'received' : 'stated',
      issues: withWarnings(issues, verdict, unresolved.get(item)),
    };
  });
  if (receivedOf(counts) !== batch.received.length) throw new Error('a received record has no outcome');
  return { requestId: batch.requestId, counts, records };
}

function withWarnings(issues: readonly Issue[], { isTie }: Verdict, unresolved: readonly string[] | undefined): readonly Issue[] {
  if (!isTie && unresolved === undefined) return issues;
  const warnings = (unresolved ?? []).map((member) => warning('reference_unresolved', `/${member}`));
  return [...issues, ...warnings, ...(isTie ? [warning('version_tie', '')] : [])];
}

function warning(code: 'reference_unresolved' | 'version_tie', pointer: string): Issue {
  return { code, pointer, message: ISSUE_CODES[code].text, severity: 'warning' };
}
