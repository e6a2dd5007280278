// What a dry run found, in words: sums that add up, and the first of what would change.

import { OUTCOMES, receivedOf } from '../../core/outcome.ts';
import type { ImportPlan } from '../../core/import-plan.ts';

/** Of each kind; all 100 are in the answer of `--json`. */
const SHOWN_MAX = 10;

export function planLines(plan: ImportPlan): string[] {
  const { outcomes, customers, differences, joins, conflicts } = plan;
  const told = OUTCOMES.filter((outcome) => outcomes[outcome] > 0).map((outcome) => `${outcomes[outcome]} ${outcome}`);
  const changes = Object.entries(customers).filter(([, count]) => count > 0);
  const changed = changes.map(([change, count]) => `${count} ${change.replace('customer.', '')}`);
  return [
    '  A dry run: nothing was taken in. Importing the file would come to:',
    `  ${receivedOf(outcomes)} received = ${told.join(' + ')}`,
    `  customers: ${changed.join(', ') || 'none would change'}; ${plan.links} records linked, ${joins.total} of them to customers known already`,
    ...shownOf(differences, ({ line, change, customerId, values }) => {
      const list = values.map(({ pointer, from, to }) => `${pointer} ${JSON.stringify(from)} → ${JSON.stringify(to)}`);
      return `line ${line}: ${change} ${customerId}${list.length > 0 ? `: ${list.join(', ')}` : ''}`;
    }),
    ...shownOf(joins, ({ line, sourceId, customerId }) => `line ${line}: ${sourceId} joins ${customerId}`),
    ...shownOf(conflicts, ({ line, field, customerId, values }) => {
      return `line ${line}: conflict about ${field} of ${customerId}: ${values.map(({ source, value }) => `${source} says ${value}`).join(', ')}`;
    }),
  ];
}

function shownOf<T>({ total, first }: { readonly total: number; readonly first: readonly T[] }, tell: (one: T) => string): string[] {
  const lines = first.slice(0, SHOWN_MAX).map((one) => `  ${tell(one)}`);
  return total > lines.length ? [...lines, `  and ${total - lines.length} more`] : lines;
}
