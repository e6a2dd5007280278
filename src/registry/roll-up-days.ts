// The job that sums days: receipts into outcomes by day, the change feed into changes by day. It goes over all accounts again and again in
// small steps, and rests after each as long as the step took, so that it never takes more than half of one connection.

import { listScopes } from '../storage/verify.ts';
import { rollUpChanges, rollUpReceipts } from '../storage/day-sums.ts';
import type { AccountScope } from '../core/account.ts';
import type { AccountTx } from '../storage/database.ts';
import type { Deps } from './save-records.ts';
import type { Log } from '../log.ts';

const STEP_RECEIPTS = 2_000;
const STEP_CHANGES = 10_000;
const ROUND_EVERY_MS = 60_000;

export interface DayJob {
  /** Resolves when the step under way is done; no other begins. */
  stop(): Promise<void>;
}

/** Starts the job: a first round after `everyMs`, and one as often. */
export function startDayJob(deps: Deps, log: Log, everyMs = ROUND_EVERY_MS): DayJob {
  const stopping = new AbortController();
  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await deps.clock.sleep(everyMs, stopping.signal);
      try {
        for (const scope of stopping.signal.aborted ? [] : await listScopes(deps.database)) await rollUpDays(deps, scope, stopping.signal);
      } catch (error) {
        log.warn({ code: (error as { code?: string }).code }, 'summing up days failed; it is tried again');
      }
    }
  }
  const running = run();
  return {
    stop() {
      stopping.abort();
      return running;
    },
  };
}

/** Sums up all that can be summed up of one account. */
export async function rollUpDays(deps: Deps, scope: AccountScope, signal?: AbortSignal): Promise<void> {
  await inSteps(deps, scope, { step: (tx) => rollUpReceipts(tx, STEP_RECEIPTS), size: STEP_RECEIPTS, signal });
  await inSteps(deps, scope, { step: (tx) => rollUpChanges(tx, STEP_CHANGES), size: STEP_CHANGES, signal });
}

interface Steps {
  readonly step: (tx: AccountTx) => Promise<number>;
  readonly size: number;
  readonly signal: AbortSignal | undefined;
}

async function inSteps({ database, clock }: Deps, scope: AccountScope, { step, size, signal }: Steps): Promise<void> {
  for (let done = size; done === size && signal?.aborted !== true;) {
    const beganMs = clock.elapsedMs();
    done = await database.inTransaction(scope, step);
    if (done === size) await clock.sleep(clock.elapsedMs() - beganMs, signal);
  }
}
