// What a dry run found, in words: sums that add up, and the first of what would change.

import { OUTCOMES, receivedOf } from '../../core/outcome.ts';
import type { ImportPlan, PlannedDifference } from '../../core/import-plan.ts';

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
    ...shownOf(differences, differenceOf),
    ...shownOf(joins, ({ line, sourceId, customerId }) => `line ${line}: ${sourceId} joins ${customerId}`),
    ...shownOf(conflicts, ({ line, field, customerId, values }) => {
      return `line ${line}: conflict about ${field} of ${customerId}: ${values.map(({ source, value }) => `${source} says ${value}`).join(', ')}`;
    }),
  ];
}

/** All of a new customer is new: its values would only hide those that change. */
function differenceOf({ line, change, customerId, values }: PlannedDifference): string {
  const told = change === 'customer.created' ? [] : values;
  return [`line ${line}: ${change} ${customerId}`, ...told.map(({ pointer, from, to }) => `${pointer}: ${cut(from)} → ${cut(to)}`)].join(
    '\n    ',
  );
}

const VALUE_SHOWN_MAX = 80;

function cut(value: unknown): string {
  const text = JSON.stringify(value) ?? 'none';
  return text.length > VALUE_SHOWN_MAX ? `${text.slice(0, VALUE_SHOWN_MAX)}…` : text;
}

function shownOf<T>({ total, first }: { readonly total: number; readonly first: readonly T[] }, tell: (one: T) => string): string[] {
  const lines = first.slice(0, SHOWN_MAX).map((one) => `  ${tell(one)}`);
  return total > lines.length ? [...lines, `  and ${total - lines.length} more`] : lines;
}
