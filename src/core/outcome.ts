// What became of one received record (law 1, conservation): exactly one of six outcomes, and the sums over many.

export const OUTCOMES = ['created', 'updated', 'unchanged', 'stale', 'rejected', 'suppressed'] as const;

export type Outcome = (typeof OUTCOMES)[number];

export type OutcomeCounts = Record<Outcome, number>;

export function zeroCounts(): OutcomeCounts {
  return { created: 0, updated: 0, unchanged: 0, stale: 0, rejected: 0, suppressed: 0 };
}

/** Adds `more` to `sum` in place. */
export function addCounts(sum: OutcomeCounts, more: OutcomeCounts): void {
  for (const outcome of OUTCOMES) sum[outcome] += more[outcome];
}

/** How many records were received: by law the sum of all outcomes. */
export function receivedOf(counts: OutcomeCounts): number {
  return OUTCOMES.reduce((sum, outcome) => sum + counts[outcome], 0);
}
