// Group commit: batches of one account that wait at the same time share a transaction, and a few transactions run at once as
// long as they touch different customers. Each answer is given after the commit that holds its records.

import { openTurns } from './turns.ts';
import { saveRecords } from '../registry/save-records.ts';
import { RegistryError } from '../error.ts';
import type { AccountScope } from '../core/account.ts';
import type { Batch, Feed } from '../registry/save/batch.ts';
import type { BatchReport } from '../registry/save/report.ts';
import type { Deps } from '../registry/save-records.ts';

/** Records in one transaction. Beyond 1,000 a statement's fixed cost is spread thin already; smaller keeps others' wait short. */
export const GROUP_RECORDS_MAX = 1_000;
/** Transactions of one account at once: while one's statements run, the next is read and decided. */
const ALONE = { groupsAtOnceMax: 3, groupRecordsMax: GROUP_RECORDS_MAX } as const;
/** While other accounts ask, too: one at a time, and small ones, so that nobody waits long for the processors, the log and the loop. */
const SHARED = { groupsAtOnceMax: 1, groupRecordsMax: 250 } as const;
/**
 * Records that must wait before another transaction starts beside a running one. Fewer gather until that one ends, since a
 * transaction has a cost of its own, whatever it holds.
 */
const GROUP_RECORDS_MIN = 200;

interface Pending {
  readonly batch: Batch;
  readonly claims: readonly string[];
  readonly resolve: (report: BatchReport) => void;
  readonly reject: (error: unknown) => void;
}

interface Lane {
  readonly scope: AccountScope;
  readonly waiting: Pending[];
  /** What running groups touch: two groups at once must not decide on the same customer. */
  readonly claimed: Set<string>;
  running: number;
  waitingRecords: number;
}

export interface Lanes {
  /** Keeps one batch (at most `GROUP_RECORDS_MAX` records) and reports on it once it is durable. */
  save(scope: AccountScope, batch: Batch): Promise<BatchReport>;
  /** Resolves when it is the account's turn to hold the event loop for one slice of records. */
  turn(scope: AccountScope): Promise<void>;
  /** How many records a batch had best have now, where its sender does not say. */
  batchRecordsMax(scope: AccountScope): number;
  /** Resolves when nothing waits or runs. */
  drain(): Promise<void>;
}

export function openLanes(
  deps: Deps,
  observe: (records: number, ms: number, accountId: string) => void,
  isShared: (accountId: string) => boolean = () => false,
): Lanes {
  const lanes = new Map<string, Lane>();
  const turns = openTurns();
  let idle: (() => void)[] = [];

  const limitsOf = ({ accountId }: AccountScope): typeof ALONE | typeof SHARED => (isShared(accountId) ? SHARED : ALONE);

  function pump(lane: Lane): void {
    const { groupsAtOnceMax, groupRecordsMax } = limitsOf(lane.scope);
    while (lane.running === 0 || (lane.running < groupsAtOnceMax && lane.waitingRecords >= GROUP_RECORDS_MIN)) {
      const group = takeGroup(lane, groupRecordsMax);
      if (group.length === 0) return;
      void run(lane, group);
    }
  }

  async function run(lane: Lane, group: readonly Pending[]): Promise<void> {
    lane.running += 1;
    const began = deps.clock.elapsedMs();
    await saveGroup(deps, lane.scope, group);
    observe(
      group.reduce((sum, { batch }) => sum + batch.received.length, 0),
      deps.clock.elapsedMs() - began,
      lane.scope.accountId,
    );
    for (const { claims } of group) for (const claim of claims) lane.claimed.delete(claim);
    lane.running -= 1;
    pump(lane);
    if (lane.running === 0 && lane.waiting.length === 0) leave(lane);
  }

  function leave(lane: Lane): void {
    lanes.delete(lane.scope.accountId);
    if (lanes.size > 0) return;
    for (const resolve of idle) resolve();
    idle = [];
  }

  return {
    save(scope, batch) {
      const lane = lanes.get(scope.accountId) ?? { scope, waiting: [], claimed: new Set(), running: 0, waitingRecords: 0 };
      lanes.set(scope.accountId, lane);
      return new Promise((resolve, reject) => {
        lane.waiting.push({ batch, claims: claimsOf(batch), resolve, reject });
        lane.waitingRecords += batch.received.length;
        pump(lane);
      });
    },
    turn: ({ accountId }) => turns.take(accountId),
    batchRecordsMax: (scope) => limitsOf(scope).groupRecordsMax,
    drain: () => (lanes.size === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve))),
  };
}

function claimsOf({ feed, items }: Batch): string[] {
  const prefix = `${feed.source} ${feed.recordType} `;
  return items.map((item) => item.customerId ?? prefix + item.sourceKey);
}

/**
 * The longest waiting batch that touches nothing claimed, and all others of its feed that fit beside it; they are claimed. None
 * overtakes a batch that waits for the same customer: records without a time are ordered by their commit.
 */
function takeGroup(lane: Lane, recordsMax: number): Pending[] {
  const group: Pending[] = [];
  const passed = new Set<string>();
  let records = 0;
  for (let at = 0; at < lane.waiting.length && records < recordsMax; at += 1) {
    const pending = lane.waiting[at] as Pending;
    const { batch, claims } = pending;
    const isFree = !claims.some((claim) => lane.claimed.has(claim) || passed.has(claim));
    if (!isFree || !fitsBeside(group[0], batch, recordsMax - records)) {
      for (const claim of claims) passed.add(claim);
      continue;
    }
    group.push(pending);
    records += batch.received.length;
    lane.waiting.splice(at, 1);
    lane.waitingRecords -= batch.received.length;
    at -= 1;
  }
  // Claimed only now: batches of one group may share customers, they are decided on one after the other.
  for (const { claims } of group) for (const claim of claims) lane.claimed.add(claim);
  return group;
}

/** Whether a group that began with `first` and has room for `room` more records may take the batch too. */
function fitsBeside(first: Pending | undefined, { received, feed, origin }: Batch, room: number): boolean {
  if (!first) return true;
  if (first.batch.origin?.importId !== origin?.importId) return false;
  return received.length <= room && isSameFeed(first.batch.feed, feed);
}

function isSameFeed(a: Feed, b: Feed): boolean {
  return a.source === b.source && a.recordType === b.recordType && a.format === b.format;
}

/** Settles every batch of the group; when the group fails, each is tried alone, so that each fails alone. */
async function saveGroup(deps: Deps, scope: AccountScope, group: readonly Pending[]): Promise<void> {
  try {
    const reports = await saveRecords(
      deps,
      scope,
      group.map(({ batch }) => batch),
    );
    for (const [at, { resolve }] of group.entries()) resolve(reports[at] as BatchReport);
  } catch (error) {
    if (group.length === 1 || isStoreGone(error)) {
      for (const { reject } of group) reject(error);
      return;
    }
    for (const pending of group) await saveGroup(deps, scope, [pending]);
  }
}

function isStoreGone(error: unknown): boolean {
  return error instanceof RegistryError && error.code === 'unavailable';
}
