// What became of a Cobi request, in the words of its public API: one entry a batch, with our outcomes and issues added.

import { ISSUES_MAX, Summary } from '../ingest/summary.ts';
import type { BatchResult } from '../ingest/request.ts';

const STATUS = { success: 200, partial: 207, error: 400, failed: 500 } as const;
const MIXED = 207;
const WORDS = { success: 'success', partial: 'partial', error: 'error', failed: 'error' } as const;

interface CobiBatch {
  readonly batch: number;
  readonly status: number;
  readonly data: object;
}

/** The answer's body and its HTTP status: the batches' common one, else 207. */
export function cobiAnswer(
  requestId: string,
  type: string,
  results: readonly BatchResult[],
  describe: (fault: unknown) => string,
): { status: number; body: object } {
  const room = { issues: ISSUES_MAX };
  const batches = results.map((result, at) => batchOf({ requestId, type, at, room }, result, describe));
  const statuses = new Set(batches.map(({ status }) => status));
  const [first = STATUS.failed] = statuses;
  return { status: statuses.size === 1 ? first : MIXED, body: { request_id: requestId, type, batches } };
}

interface BatchPlace {
  readonly requestId: string;
  readonly type: string;
  readonly at: number;
  /** How many issues the whole answer still has room for. */
  readonly room: { issues: number };
}

function batchOf({ requestId, type, at, room }: BatchPlace, result: BatchResult, describe: (fault: unknown) => string): CobiBatch {
  const summary = new Summary();
  if ('report' in result) summary.add(result.report);
  else summary.notTaken = result.records;
  const { verdict, counts, received, issuesTotal } = summary;
  const issues = summary.issues.slice(0, room.issues);
  room.issues -= issues.length;
  const fault = 'fault' in result ? describe(result.fault) : '';
  const data = {
    status: WORDS[verdict],
    type,
    message: fault || `${received - counts.rejected} of ${received} records taken`,
    request_id: requestId,
    batch_id: `${requestId}-${at + 1}`,
    error: fault || (counts.rejected > 0 ? `${counts.rejected} of ${received} records were rejected: see "issues".` : ''),
    outcomes: counts,
    timeSource: timeSourcesOf(result),
    not_taken: summary.notTaken,
    issues_total: issuesTotal,
    issues,
  };
  return { batch: at + 1, status: STATUS[verdict], data };
}

/** How many records stated their version time; the others are ordered by their commit, and their sender is told so. */
function timeSourcesOf(result: BatchResult): { stated: number; received: number } {
  const sources = { stated: 0, received: 0 };
  if ('report' in result) for (const { timeSource } of result.report.records) if (timeSource !== null) sources[timeSource] += 1;
  return sources;
}
