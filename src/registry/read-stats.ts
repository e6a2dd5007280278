// An account's numbers for charts. They are read as they were counted last; where customers have changed since, a count begins, and its
// numbers are waited for only as long as nobody notices.

import { countAccount } from './count-customers.ts';
import { findChangeSequence, findCounts } from '../storage/customer-counts.ts';
import { listDayChanges } from '../storage/day-sums.ts';
import { listReceived } from '../storage/receipts.ts';
import type { AccountScope } from '../core/account.ts';
import type { CustomerCounts } from './count-customers.ts';
import type { DayChanges } from '../storage/day-sums.ts';
import type { DayReceived } from '../storage/receipts.ts';
import type { Deps } from './save-records.ts';
import type { KeptCounts } from '../storage/customer-counts.ts';

export interface Stats {
  /** When the customers were counted; null: the first count is still under way. */
  readonly asOf: string | null;
  /** Whether nothing has changed since. */
  readonly isCurrent: boolean;
  readonly customers: CustomerCounts | null;
  readonly received: readonly DayReceived[];
  readonly growth: readonly DayChanges[];
}

export interface StatsReader {
  /** The numbers, with days from `since` on. */
  read(scope: AccountScope, since: string): Promise<Stats>;
  /** Ends counts that are under way; the numbers counted before stay. */
  stop(): Promise<void>;
}

/** How long a reader waits for a count that has begun: those of small accounts are done by then. */
const PATIENCE_MS = 40;
/** A count is not begun again sooner, so that a page that asks all the time costs little. */
const COUNT_EVERY_MS = 5_000;

export function openStatsReader(deps: Deps, onFault: (error: unknown) => void): StatsReader {
  const counting = new Map<string, { done: Promise<KeptCounts | null>; beganMs: number; isOver: boolean }>();
  const stopping = new AbortController();
  const { database, clock } = deps;

  function count(scope: AccountScope): Promise<KeptCounts | null> {
    const last = counting.get(scope.accountId);
    if (last && (!last.isOver || clock.elapsedMs() - last.beganMs < COUNT_EVERY_MS)) return last.done;
    const begun = { done: Promise.resolve<KeptCounts | null>(null), beganMs: clock.elapsedMs(), isOver: false };
    begun.done = countAccount(deps, scope, stopping.signal)
      .catch((error: unknown) => {
        onFault(error);
        return null;
      })
      .finally(() => (begun.isOver = true));
    counting.set(scope.accountId, begun);
    return begun.done;
  }

  async function latest(scope: AccountScope): Promise<{ kept: KeptCounts | null; isCurrent: boolean }> {
    const { kept, sequence } = await database.forAccount(scope, async (tx) => ({
      kept: await findCounts(tx),
      sequence: await findChangeSequence(tx),
    }));
    if (kept?.changeSequence === sequence && kept.asOf.slice(0, 10) === clock.now().slice(0, 10)) return { kept, isCurrent: true };
    const counted = await Promise.race([count(scope), clock.sleep(PATIENCE_MS).then(() => null)]);
    const best = counted ?? kept;
    return { kept: best, isCurrent: best?.changeSequence === sequence };
  }

  return {
    async read(scope, since) {
      const { kept, isCurrent } = await latest(scope);
      const [received, growth] = await database.forAccount(
        scope,
        async (tx) => [await listReceived(tx, since), await listDayChanges(tx, since)] as const,
      );
      return {
        asOf: kept?.asOf ?? null,
        isCurrent,
        customers: kept ? (JSON.parse(kept.counts) as CustomerCounts) : null,
        received,
        growth,
      };
    },
    async stop() {
      stopping.abort();
      await Promise.all([...counting.values()].map(({ done }) => done));
    },
  };
}
