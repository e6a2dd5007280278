// The job that sums days: receipts into outcomes by day, the change feed into changes by day. It follows the accounts that this process
// writes to, and looks through all of them now and then. Steps are small, with a rest after each as long as the step took.

import { listScopes } from '../storage/verify.ts';
import { rollUpChanges, rollUpReceipts } from '../storage/day-sums.ts';
import type { AccountScope } from '../core/account.ts';
import type { AccountTx } from '../storage/database.ts';
import type { Deps } from './save-records.ts';
import type { Log } from '../log.ts';

const STEP_RECEIPTS = 2_000;
const STEP_CHANGES = 10_000;
const ROUND_EVERY_MS = 10_000;
/** Rounds between two that look through all accounts, for what a process left that is gone. */
const ALL_EVERY = 60;

export interface DayJob {
  /** Told of every commit: its account has something to sum up. */
  onCommit(accountId: string): void;
  /** Resolves when the step under way is done; no other begins. */
  stop(): Promise<void>;
}

/** Starts the job: a first round after `everyMs`, and one as often. */
export function startDayJob(deps: Deps, log: Log, everyMs = ROUND_EVERY_MS): DayJob {
  const stopping = new AbortController();
  const written = new WrittenAccounts();
  async function round(at: number): Promise<void> {
    const due = written.next();
    if (at % ALL_EVERY !== 0 && due.size === 0) return;
    for (const scope of await listScopes(deps.database)) {
      if (stopping.signal.aborted) return;
      if (at % ALL_EVERY === 0 || due.has(scope.accountId)) await rollUpDays(deps, scope, stopping.signal);
    }
  }
  async function run(): Promise<void> {
    for (let at = 0; !stopping.signal.aborted; at += 1) {
      await deps.clock.sleep(everyMs, stopping.signal);
      if (!stopping.signal.aborted) await round(at).catch((error: unknown) => warn(log, error));
    }
  }
  const running = run();
  return {
    onCommit: (accountId) => written.add(accountId),
    stop() {
      stopping.abort();
      return running;
    },
  };
}

function warn(log: Log, error: unknown): void {
  log.warn({ code: (error as { code?: string }).code }, 'summing up days failed; it is tried again');
}

/** Accounts written to since the last round and in the one before: a receipt is summed up only when it has been closed for a while. */
class WrittenAccounts {
  #now = new Set<string>();
  #before = new Set<string>();

  add(accountId: string): void {
    this.#now.add(accountId);
  }

  next(): ReadonlySet<string> {
    const due = new Set([...this.#before, ...this.#now]);
    this.#before = this.#now;
    this.#now = new Set();
    return due;
  }
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
