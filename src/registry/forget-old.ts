// What is kept for a time only goes when its time is over: changes, answers under idempotency keys, webhook deliveries, the audit log and
// the files of imports.

import { deleteExpiredKeys } from '../storage/idempotency.ts';
import { deleteDeliveries, FIRST_ID } from '../storage/outbox.ts';
import { deleteOldChanges } from '../storage/changes.ts';
import { deleteOldAudit, FIRST_ENTRY } from '../storage/audit.ts';
import { forgetFiles } from './forget-files.ts';
import { listScopes } from '../storage/verify.ts';
import { secondsAfter } from '../core/moment.ts';
import type { AccountScope } from '../core/account.ts';
import type { Deps } from './save-records.ts';
import type { KeptFiles } from './forget-files.ts';
import type { Log } from '../log.ts';

/** How long things are kept. */
export interface Retention {
  readonly changeDays: number;
  readonly deliveryDays: number;
  readonly auditDays: number;
  /** Of the files of imports, behind their end. */
  readonly importFileDays: number;
}

/** What is kept, and the files of imports beside it. */
export interface ForgettingDeps extends Deps {
  readonly files: KeptFiles;
}

/** Changes that one transaction cuts off. */
const CHANGES_AT_ONCE = 10_000;
const EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;
const DAY_SECONDS = 86_400;
const STEP_PAUSE_MS = 20;

/** Forgets, in every account, what is older than its time. */
export async function forgetOld(deps: ForgettingDeps, { changeDays, deliveryDays, auditDays, importFileDays }: Retention): Promise<void> {
  const { database } = deps;
  for (const scope of await listScopes(database)) {
    await database.forAccount(scope, deleteExpiredKeys);
    await forgetChanges(database, scope, changeDays);
    await forgetDeliveries(deps, scope, deliveryDays);
    await forgetAudit(deps, scope, auditDays);
    await forgetFiles(deps, scope, importFileDays);
  }
}

async function forgetChanges(database: Deps['database'], scope: AccountScope, days: number): Promise<void> {
  let cut: number;
  do cut = await database.inTransaction(scope, (tx) => deleteOldChanges(tx, days, CHANGES_AT_ONCE));
  while (cut === CHANGES_AT_ONCE);
}

async function forgetDeliveries({ database, clock }: Deps, scope: AccountScope, days: number): Promise<void> {
  const before = new Date(Date.parse(clock.now()) - days * DAY_MS).toISOString();
  await inSteps(clock, FIRST_ID, (after) => database.forAccount(scope, (tx) => deleteDeliveries(tx, { after, before })));
}

async function forgetAudit({ database, clock }: Deps, scope: AccountScope, days: number): Promise<void> {
  const before = secondsAfter(clock.now(), -days * DAY_SECONDS);
  await inSteps(clock, FIRST_ENTRY, (after) => database.forAccount(scope, (tx) => deleteOldAudit(tx, { after, before })));
}

/** Small steps with pauses between them, so that none holds its locks for long and what is sent meanwhile goes on. */
async function inSteps<Place>(clock: Deps['clock'], first: Place, step: (after: Place) => Promise<Place | null>): Promise<void> {
  for (let after = await step(first); after !== null; after = await step(after)) await clock.sleep(STEP_PAUSE_MS);
}

/** Forgets from now on, every hour; gives what ends it. */
export function startForgetting(deps: ForgettingDeps, retention: Retention, log: Log): () => Promise<void> {
  const ended = new AbortController();
  const running = run();
  async function run(): Promise<void> {
    while (!ended.signal.aborted) {
      await deps.clock.sleep(EVERY_MS, ended.signal);
      if (!ended.signal.aborted) await forgetOld(deps, retention).catch((error: unknown) => tell(log, error));
    }
  }
  return async () => {
    ended.abort();
    await running;
  };
}

function tell(log: Log, error: unknown): void {
  log.warn({ code: (error as { code?: string }).code }, 'forgetting what is old failed; it is tried again in an hour');
}
