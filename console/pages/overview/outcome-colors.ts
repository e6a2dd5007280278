// The order and colours of outcomes, the same in every chart.

export const OUTCOMES = ['created', 'updated', 'unchanged', 'stale', 'rejected', 'suppressed'] as const;

export const OUTCOME_COLORS: Readonly<Record<(typeof OUTCOMES)[number], string>> = {
  created: '#2f9e44',
  updated: '#4263eb',
  unchanged: '#adb5bd',
  stale: '#f59f00',
  rejected: '#e03131',
  suppressed: '#7048e8',
};

/** Every day of the span that ends today, so that days without anything are seen too. */
export function daysUntilToday(count: number): string[] {
  const today = Date.now();
  return Array.from({ length: count }, (_, at) => new Date(today - (count - 1 - at) * 86_400_000).toISOString().slice(0, 10));
}
