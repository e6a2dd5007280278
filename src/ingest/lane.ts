// One account's lane: its batches wait here and share transactions, a few at once as long as they touch different customers. What is
// bulk gives way to others' quick requests.

import { saveGroup, sizeOf, takeGroup } from './group.ts';
import type { AccountScope } from '../core/account.ts';
import type { Batch } from '../registry/save/batch.ts';
import type { BatchReport } from '../registry/save/report.ts';
import type { Deps } from '../registry/save-records.ts';
import type { Pending } from './group.ts';

/**
 * Records that must wait before another transaction starts beside a running one. Fewer gather until that one ends, since a transaction has
 * a cost of its own, whatever it holds. Of 64 clients' single events 3,200 to 3,300 a second were kept, and 2,500 to 2,900 where 200 had
 * to wait: this process was idle for half of the time then, until a commit was on disk.
 */
const GROUP_RECORDS_MIN = 24;
/** More records than these are bulk. */
const FEW_RECORDS = 20;
/** How long bulk gives way before its next group, and how often it looks. */
const PATIENCE_MS = 100;
const LOOK_EVERY_MS = 5;

/** What a lane is held to at this moment. */
export interface LaneLimits {
  /** Transactions at once: while one's statements run, the next is read and decided. */
  readonly groupsAtOnceMax: number;
  readonly groupRecordsMax: number;
}

/** What a lane asks of those around it. */
export interface Surroundings {
  limits(): LaneLimits;
  /** Whether another account waits for a quick answer. */
  isServingOthers(): boolean;
  /** Told of each group that was kept or failed. */
  onGroup(records: number, ms: number): void;
  /** Told when nothing waits or runs any more. */
  onIdle(): void;
}

export class Lane {
  private readonly waiting: Pending[] = [];
  /** What running groups touch. */
  private readonly claimed = new Set<string>();
  private readonly deps: Deps;
  private readonly scope: AccountScope;
  private readonly around: Surroundings;
  private waitingRecords = 0;
  private running = 0;
  private isGivingWay = false;

  constructor(deps: Deps, scope: AccountScope, around: Surroundings) {
    this.deps = deps;
    this.scope = scope;
    this.around = around;
  }

  /** Resolves once the batch is durable. */
  save(batch: Batch): Promise<BatchReport> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ batch, claims: claimsOf(batch), resolve, reject });
      this.waitingRecords += batch.received.length;
      this.pump();
    });
  }

  private pump(): void {
    const { groupsAtOnceMax } = this.around.limits();
    while (this.running === 0 || (this.running < groupsAtOnceMax && this.waitingRecords >= GROUP_RECORDS_MIN)) {
      if (this.isGivingWay) return;
      if (this.isInTheWay) return void this.giveWay();
      if (!this.start()) return;
    }
  }

  private get isInTheWay(): boolean {
    return this.waitingRecords > FEW_RECORDS && this.around.isServingOthers();
  }

  private async giveWay(): Promise<void> {
    const { clock } = this.deps;
    this.isGivingWay = true;
    const until = clock.elapsedMs() + PATIENCE_MS;
    do await clock.sleep(LOOK_EVERY_MS);
    while (this.isInTheWay && clock.elapsedMs() < until);
    this.isGivingWay = false;
    this.start();
    this.pump();
  }

  /** Starts the next group; false: there is none that may run now. */
  private start(): boolean {
    const group = takeGroup(this.waiting, this.claimed, this.around.limits().groupRecordsMax);
    if (group.length === 0) return false;
    void this.run(group);
    return true;
  }

  private async run(group: readonly Pending[]): Promise<void> {
    const { clock } = this.deps;
    const records = sizeOf(group);
    this.waitingRecords -= records;
    this.running += 1;
    const began = clock.elapsedMs();
    await saveGroup(this.deps, this.scope, group);
    this.around.onGroup(records, clock.elapsedMs() - began);
    for (const { claims } of group) for (const claim of claims) this.claimed.delete(claim);
    this.running -= 1;
    this.pump();
    if (this.running === 0 && this.waiting.length === 0) this.around.onIdle();
  }
}

function claimsOf({ feed, items }: Batch): string[] {
  const prefix = `${feed.source} ${feed.recordType} `;
  return items.map((item) => item.customerId ?? prefix + item.sourceKey);
}
