// Why a customer is shown as it is: every value with the version it comes from, the rule that chose it, and what lost to it.

import { explain } from '../core/provenance.ts';
import { RULES } from '../core/explained-value.ts';
import { replayPast } from './replay-past.ts';
import type { AccountScope } from '../core/account.ts';
import type { Bounds } from '../core/replay.ts';
import type { Conflict } from '../core/customer.ts';
import type { Deps } from './save-records.ts';
import type { ExplainedValue, Rule } from '../core/explained-value.ts';

export interface Provenance {
  readonly customerId: string;
  /** The customer's version that is explained. */
  readonly version: number;
  readonly values: readonly ExplainedValue[];
  readonly conflicts: readonly Conflict[];
  /** What the rules that occur say. */
  readonly rules: Readonly<Partial<Record<Rule, string>>>;
}

/** Explains the customer within `bounds`. Throws `not_found`. */
export async function explainCustomer(deps: Deps, scope: AccountScope, customerId: string, bounds: Bounds): Promise<Provenance> {
  const { last, records } = await replayPast(deps, scope, { customerId, bounds });
  const { version, content } = last;
  const values = explain(records);
  const names = new Set(values.map(({ rule }) => rule));
  const rules = Object.fromEntries([...names].map((name) => [name, RULES[name]]));
  return { customerId, version, values, conflicts: content.conflicts, rules };
}
