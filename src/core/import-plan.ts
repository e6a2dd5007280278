// What taking in a file would come to, found out by deciding on every record without keeping any.

import { zeroCounts } from './outcome.ts';
import type { ChangeType } from './change.ts';
import type { Conflict } from './customer.ts';
import type { OutcomeCounts } from './outcome.ts';
import type { ValueChange } from './shown-values.ts';

/** How many differences, joins and conflicts a plan shows, each. */
const SHOWN_MAX = 100;

/** Where in the file it begins: the line, or the place in the list (from 1). */
interface Placed {
  readonly line: number;
}

/** A customer that would be another than it is, field by field. */
export interface PlannedDifference extends Placed {
  readonly customerId: string;
  readonly change: ChangeType;
  readonly values: readonly ValueChange[];
}

/** A record that would join a customer who is known by other records. */
export interface PlannedLink extends Placed {
  readonly sourceId: string;
  readonly customerId: string;
}

/** Records of one person that would state different values. */
export interface PlannedConflict extends Placed, Conflict {
  readonly customerId: string;
}

/** How many there would be, and the first `SHOWN_MAX` of them: in the order of the file, but customers who are known come before new ones. */
export interface Shown<T> {
  total: number;
  first: readonly T[];
}

export interface ImportPlan {
  /** What would become of each record. */
  readonly outcomes: OutcomeCounts;
  /** Customers whom the file would change, by the kind of change. */
  readonly customers: Record<ChangeType, number>;
  readonly differences: Shown<PlannedDifference>;
  /** Records that would be linked to a customer for the first time. */
  links: number;
  /** Those of them that would join a customer who is known by other records. */
  readonly joins: Shown<PlannedLink>;
  readonly conflicts: Shown<PlannedConflict>;
}

export function emptyPlan(): ImportPlan {
  return {
    outcomes: zeroCounts(),
    customers: { 'customer.created': 0, 'customer.updated': 0, 'customer.deleted': 0, 'customer.restored': 0 },
    differences: { total: 0, first: [] },
    links: 0,
    joins: { total: 0, first: [] },
    conflicts: { total: 0, first: [] },
  };
}

interface Ranked extends Placed {
  readonly change?: ChangeType;
}

/** Counts one that was found, and shows what `tell` says of it while it is among the first, in whatever order they are found. */
export function show<T extends Placed>(shown: Shown<T>, found: Ranked, tell: () => T): void {
  shown.total += 1;
  const { first } = shown;
  if (first.length === SHOWN_MAX && byRank(found, first.at(-1) as T) > 0) return;
  shown.first = [...first, tell()].toSorted(byRank).slice(0, SHOWN_MAX);
}

/** A file of new people would hide the few whom it changes: they come first. */
function byRank(left: Ranked, right: Ranked): number {
  return Number(isNew(left)) - Number(isNew(right)) || left.line - right.line;
}

function isNew({ change }: Ranked): boolean {
  return change === 'customer.created';
}
