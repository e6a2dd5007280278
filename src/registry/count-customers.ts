// An account's customers counted for charts, in small steps, so that nothing waits for a count however many there are. The steps are not
// one snapshot: who changes while the count goes on is counted as before or as after.

import {
  AGE_BANDS,
  countCustomers,
  countRejections,
  countSources,
  findChangeSequence,
  FIRST_ID,
  saveCounts,
} from '../storage/customer-counts.ts';
import type { AccountScope } from '../core/account.ts';
import type { CustomerGroup, KeptCounts } from '../storage/customer-counts.ts';
import type { Deps } from './save-records.ts';

const STEP_CUSTOMERS = 5_000;
const STEP_REJECTIONS = 1_000;
/** Genders are free text: of any number of values the most frequent are shown. */
const VALUES_MAX = 100;

/** One value and how many have it; null: not known. */
export interface ValueCount {
  readonly value: string | null;
  readonly count: number;
}

/** What is kept of a count. All but `byStatus` and `bySource` are of active customers. */
export interface CustomerCounts {
  readonly total: number;
  readonly byStatus: readonly ValueCount[];
  readonly byCountry: readonly ValueCount[];
  readonly byGender: readonly ValueCount[];
  readonly byAge: readonly ValueCount[];
  readonly byMarketing: readonly ValueCount[];
  readonly bySms: readonly ValueCount[];
  readonly bySource: readonly ValueCount[];
  readonly openRejections: number;
  readonly byRejectionCode: readonly ValueCount[];
}

const BAND_NAMES = [
  `0-${AGE_BANDS[0] - 1}`,
  ...AGE_BANDS.map((from, at) => (AGE_BANDS[at + 1] === undefined ? `${from}+` : `${from}-${(AGE_BANDS[at + 1] as number) - 1}`)),
];

/** Counts the account's customers and open rejections anew, keeps the counts and gives them; null where `signal` ended it. */
export async function countAccount({ database, clock }: Deps, scope: AccountScope, signal?: AbortSignal): Promise<KeptCounts | null> {
  const asOf = clock.now();
  const changeSequence = await database.forAccount(scope, findChangeSequence);
  const tally = new Tally();
  for (let after: string | null = FIRST_ID; after !== null;) {
    if (signal?.aborted) return null;
    const from: string = after;
    after = await database.forAccount(scope, async (tx) => {
      const groups = await countCustomers(tx, from, { today: asOf.slice(0, 10), limit: STEP_CUSTOMERS });
      const last = groups.reduce((max, { lastId }) => (lastId > max ? lastId : max), from);
      tally.addGroups(groups);
      if (last > from) tally.addAll('source', await countSources(tx, from, last));
      return groups.reduce((sum, { customers }) => sum + customers, 0) < STEP_CUSTOMERS ? null : last;
    });
  }
  const open = await countOpen({ database, clock }, scope, tally);
  const kept = { asOf, changeSequence, counts: JSON.stringify(tally.counts(open)) };
  await database.forAccount(scope, (tx) => saveCounts(tx, kept));
  return kept;
}

async function countOpen({ database }: Deps, scope: AccountScope, tally: Tally): Promise<number> {
  let open = 0;
  for (let after: string | null = FIRST_ID; after !== null;) {
    const from: string = after;
    const step = await database.forAccount(scope, (tx) => countRejections(tx, from, STEP_REJECTIONS));
    open += step.open;
    tally.addAll('code', step.codes);
    after = step.seen < STEP_REJECTIONS ? null : step.lastId;
  }
  return open;
}

/** Sums by what is counted and by value. */
class Tally {
  private readonly sums = new Map<string, Map<string | null, number>>();
  private total = 0;

  addGroups(groups: readonly CustomerGroup[]): void {
    for (const { status, country, gender, band, marketing, sms, customers } of groups) {
      this.total += customers;
      this.add('status', status, customers);
      if (status !== 'active') continue;
      this.add('country', country, customers);
      this.add('gender', gender, customers);
      this.add('age', band === null ? null : (BAND_NAMES[band] as string), customers);
      this.add('marketing', marketing, customers);
      this.add('sms', sms, customers);
    }
  }

  addAll(what: string, counts: ReadonlyMap<string, number>): void {
    for (const [value, count] of counts) this.add(what, value, count);
  }

  counts(openRejections: number): CustomerCounts {
    return {
      total: this.total,
      byStatus: this.values('status'),
      byCountry: this.values('country'),
      byGender: this.values('gender'),
      byAge: this.values('age'),
      byMarketing: this.values('marketing'),
      bySms: this.values('sms'),
      bySource: this.values('source'),
      openRejections,
      byRejectionCode: this.values('code'),
    };
  }

  private add(what: string, value: string | null, count: number): void {
    const sums = this.sums.get(what) ?? new Map<string | null, number>();
    this.sums.set(what, sums.set(value, (sums.get(value) ?? 0) + count));
  }

  /** Most frequent first, ties by value. */
  private values(what: string): ValueCount[] {
    const all = [...(this.sums.get(what) ?? [])].map(([value, count]) => ({ value, count }));
    return all.sort((a, b) => b.count - a.count || ((a.value ?? '') < (b.value ?? '') ? -1 : 1)).slice(0, VALUES_MAX);
  }
}
