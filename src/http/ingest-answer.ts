// What became of a request's records, as the registry's own routes and Wasabi's tell it.

import { Summary } from '../ingest/summary.ts';
import { zeroCounts } from '../core/outcome.ts';
import type { MixedPart } from '../ingest/take-mixed.ts';

/** All taken, some, none valid, none kept. */
export const VERDICT_STATUS = { success: 200, partial: 207, error: 400, failed: 500 } as const;

export function ingestAnswer(requestId: string, summary: Summary): object {
  const { verdict, received, notTaken, counts, issues, issuesTotal } = summary;
  return {
    requestId,
    status: VERDICT_STATUS[verdict],
    offered: received + notTaken,
    received,
    notTaken,
    outcomes: counts,
    issuesTotal,
    issues,
    rejections: counts.rejected > 0 ? rejectionsOf(requestId) : null,
  };
}

/** The sums of a mixed request, as one summary. */
export function sumOf(parts: readonly MixedPart[]): Summary {
  const sum = new Summary();
  for (const { summary, records } of parts) {
    if (summary) sum.join(summary);
    else sum.notTaken += records;
  }
  return sum;
}

/** A mixed request's sums in the same form, and beside them what became of each feed's records, under the id of their receipt. */
export function mixedAnswer(requestId: string, parts: readonly MixedPart[]): object {
  const rejected = parts.find(({ summary }) => summary !== null && summary.counts.rejected > 0);
  return {
    ...ingestAnswer(requestId, sumOf(parts)),
    rejections: rejected ? rejectionsOf(rejected.requestId) : null,
    parts: parts.map(({ requestId: partId, feed, records, summary }) => ({
      requestId: partId,
      ...feed,
      offered: records,
      received: summary?.received ?? 0,
      notTaken: summary?.notTaken ?? records,
      outcomes: summary?.counts ?? zeroCounts(),
    })),
  };
}

function rejectionsOf(requestId: string): string {
  return `/v1/rejections?requestId=${requestId}`;
}
