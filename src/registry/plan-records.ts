// Decides on records as saving them would, by the same functions, and keeps nothing: what a file would come to.

import { decideMore } from './save/decide-records.ts';
import { diff } from '../core/change.ts';
import { diffValues } from '../core/shown-values.ts';
import { loadTouched, reprojectionOf } from './save/project-customers.ts';
import { project } from '../core/project.ts';
import { show } from '../core/import-plan.ts';
import { versionName } from '../core/decide.ts';
import type { AccountScope } from '../core/account.ts';
import type { Deps } from './save-records.ts';
import type { Feed, Item } from './save/batch.ts';
import type { HeldRecord } from './save/decide-records.ts';
import type { ImportPlan } from '../core/import-plan.ts';
import type { Reprojection } from './save/project-customers.ts';

/** Customers looked at in one go. */
const PAGE_CUSTOMERS = 1_000;

/** A valid record, and where it stands in its file. */
export interface PlannedItem {
  readonly item: Item;
  readonly line: number;
}

/** The records of one feed whose fate hangs together: all of a record's versions in a file are of one group, in their order. */
export class PlannedGroup {
  readonly #deps: Deps;
  readonly #scope: AccountScope;
  readonly #feed: Feed;
  readonly #records = new Map<string, HeldRecord>();
  readonly #lines = new Map<string, number>();

  constructor(deps: Deps, scope: AccountScope, feed: Feed) {
    this.#deps = deps;
    this.#scope = scope;
    this.#feed = feed;
  }

  /** Decides on some more of the group's records and counts their outcomes. */
  async decide(planned: readonly PlannedItem[], plan: ImportPlan): Promise<void> {
    const { database, clock } = this.#deps;
    const items = planned.map(({ item }) => item);
    const records = this.#records;
    const { verdicts } = await database.forAccount(this.#scope, (tx) => decideMore(tx, this.#feed, { items, records }, clock.now()));
    for (const { outcome } of verdicts) plan.outcomes[outcome] += 1;
    for (const { item, line } of planned) {
      const { sourceKey } = item;
      if (!this.#lines.has(sourceKey)) this.#lines.set(sourceKey, line);
      records.set(sourceKey, lightened(records.get(sourceKey) as HeldRecord));
    }
  }

  /** All of the group is decided on: what becomes of its customers. */
  async conclude(plan: ImportPlan): Promise<void> {
    const changed = [...this.#records.values()].filter((record) => record.added.length > 0 && record.customerId !== null);
    this.#showLinks(changed, plan);
    const byCustomer = [...Map.groupBy(changed, ({ customerId }) => customerId as string).values()];
    for (let start = 0; start < byCustomer.length; start += PAGE_CUSTOMERS) {
      const records = byCustomer.slice(start, start + PAGE_CUSTOMERS).flat();
      const touched = await this.#deps.database.forAccount(this.#scope, (tx) => loadTouched(tx, this.#feed, records));
      const lines = linesOf(records, (record) => this.#lineOf(record));
      for (const customerId of touched.groups.keys()) {
        showCustomer(plan, { customerId, line: lines.get(customerId) as number }, reprojectionOf(customerId, touched));
      }
    }
  }

  #lineOf({ sourceKey }: HeldRecord): number {
    return this.#lines.get(sourceKey) as number;
  }

  #showLinks(changed: readonly HeldRecord[], plan: ImportPlan): void {
    for (const record of changed) {
      if (record.heldRevision > 0) continue;
      const { sourceKey: sourceId, customerId, customerRevision } = record;
      const line = this.#lineOf(record);
      plan.links += 1;
      if (customerRevision !== null) show(plan.joins, { line }, () => ({ line, sourceId, customerId: customerId as string }));
    }
  }
}

/** A record with many versions in a file holds on to one alone; of the others their names are enough. */
function lightened(record: HeldRecord): HeldRecord {
  const { added, current, heldCount } = record;
  if (added.length < 2) return record;
  // Records that are new share an empty set.
  const heldNames = record.heldNames.size > 0 ? record.heldNames : new Set<string>();
  for (const version of added) heldNames.add(versionName(version));
  const isCurrentAdded = added.some((version) => version === current);
  const kept = added.filter((version, at) => (isCurrentAdded ? version === current : at === 0));
  return { ...record, heldCount: heldCount + added.length - 1, heldNames, added: kept };
}

function linesOf(records: readonly HeldRecord[], lineOf: (record: HeldRecord) => number): Map<string, number> {
  const lines = new Map<string, number>();
  for (const record of records) {
    const customerId = record.customerId as string;
    lines.set(customerId, Math.min(lines.get(customerId) ?? Infinity, lineOf(record)));
  }
  return lines;
}

type Place = { readonly customerId: string; readonly line: number };

function showCustomer(plan: ImportPlan, place: Place, { revision, before, after }: Reprojection): void {
  const [was, becomes] = [revision === null ? null : project(before), project(after)];
  const change = diff(was, becomes);
  if (!change) return;
  const found = { ...place, change: change.type };
  plan.customers[change.type] += 1;
  show(plan.differences, found, () => ({ ...found, values: diffValues(was, becomes) }));
  const known = new Set(was?.conflicts.map((conflict) => JSON.stringify(conflict)));
  for (const conflict of becomes.conflicts) {
    if (!known.has(JSON.stringify(conflict))) show(plan.conflicts, place, () => ({ ...place, ...conflict }));
  }
}
