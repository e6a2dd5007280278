// Group commit: batches of one account that wait at the same time share a transaction, and accounts that ask at the same time share
// the node. Each answer is given after the commit that holds its records.

import { Lane } from './lane.ts';
import { openTurns } from './turns.ts';
import type { AccountScope } from '../core/account.ts';
import type { Activity } from './activity.ts';
import type { Batch } from '../registry/save/batch.ts';
import type { BatchReport } from '../registry/save/report.ts';
import type { Deps } from '../registry/save-records.ts';
import type { LaneLimits } from './lane.ts';

/** Records in one transaction. Beyond 1,000 a statement's fixed cost is spread thin already; smaller keeps others' wait short. */
export const GROUP_RECORDS_MAX = 1_000;
const ALONE: LaneLimits = { groupsAtOnceMax: 3, groupRecordsMax: GROUP_RECORDS_MAX };
/** While other accounts ask, too: one at a time, and small ones, so that nobody waits long for the processors, the log and the loop. */
const SHARED: LaneLimits = { groupsAtOnceMax: 1, groupRecordsMax: 100 };

/** What lanes know of other accounts' requests. */
type Neighbours = Pick<Activity, 'hasOthers' | 'isServingOthers'>;
const NOBODY: Neighbours = { hasOthers: () => false, isServingOthers: () => false };

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

/** `observe` is told of each transaction: its records, how long it took, and whose it was. */
export function openLanes(deps: Deps, observe: (records: number, ms: number, accountId: string) => void, neighbours = NOBODY): Lanes {
  const lanes = new Map<string, Lane>();
  const turns = openTurns();
  let drained: (() => void)[] = [];

  const limitsOf = ({ accountId }: AccountScope): LaneLimits => (neighbours.hasOthers(accountId) ? SHARED : ALONE);

  function open(scope: AccountScope): Lane {
    const { accountId } = scope;
    const lane = new Lane(deps, scope, {
      limits: () => limitsOf(scope),
      isServingOthers: () => neighbours.isServingOthers(accountId),
      onGroup: (records, ms) => observe(records, ms, accountId),
      onIdle: () => close(accountId),
    });
    lanes.set(accountId, lane);
    return lane;
  }

  function close(accountId: string): void {
    lanes.delete(accountId);
    if (lanes.size > 0) return;
    for (const resolve of drained) resolve();
    drained = [];
  }

  return {
    save: (scope, batch) => (lanes.get(scope.accountId) ?? open(scope)).save(batch),
    turn: ({ accountId }) => turns.take(accountId),
    batchRecordsMax: (scope) => limitsOf(scope).groupRecordsMax,
    drain: () => (lanes.size === 0 ? Promise.resolve() : new Promise((resolve) => drained.push(resolve))),
  };
}
