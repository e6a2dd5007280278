// What a lane reads: its endpoint as it stands now, and the next of what waits, page by page and each time from where it stopped.

import { cancelDeliveries, FIRST_ID } from '../storage/outbox.ts';
import { ensureSecret, readTarget } from './target.ts';
import { findNextDue, listDueReplays, listDueRetries, listOfSubject, listPending } from '../storage/deliveries.ts';
import type { AccountScope } from '../core/account.ts';
import type { AccountTx } from '../storage/database.ts';
import type { Chains } from './chains.ts';
import type { LaneKey } from '../storage/webhooks-lanes.ts';
import type { Target } from './target.ts';
import type { WorkerDeps } from './worker.ts';

const PAGE = 1_000;
const CHAIN_PAGE = 100;
const SUBJECTS_AT_ONCE = 50;
/** Bounds the rate of replays: so many at most, and then a pause. */
const REPLAYS_AT_ONCE = 20;
const REPLAY_PAUSE_MS = 200;

/** What a deleted account is told, and nothing besides. */
const LAST_EVENT = 'account.deleted';

/** `open`: deliveries may go; `held`: they wait until somebody says so; `off`: there is nowhere to send them. */
export type Standing = 'open' | 'held' | 'off';

export class Reader {
  /** The endpoint as read last. */
  target: Target | null = null;
  readonly #deps: WorkerDeps;
  readonly #key: LaneKey;
  readonly #scope: AccountScope;
  readonly #chains: Chains;
  #cursor = FIRST_ID;
  /** All that was told up to this commit is read. */
  #seen = '';
  #nextReplayMs = 0;
  #isRechecked = false;

  constructor(deps: WorkerDeps, key: LaneKey, scope: AccountScope, chains: Chains) {
    this.#deps = deps;
    this.#key = key;
    this.#scope = scope;
    this.#chains = chains;
  }

  /** Whether there may be more to read. */
  wantsLook(told: string): boolean {
    return this.#seen !== told || this.#chains.unread(1).length > 0;
  }

  hasRoom(): boolean {
    return this.#chains.size < PAGE;
  }

  /** Reads the next page into the chains. */
  async look(told: string): Promise<Standing> {
    const { database, secrets } = this.#deps;
    const standing = await database.forAccount(this.#scope, (tx) => this.#readPage(tx, told));
    if (standing !== 'open' || this.target?.keys.length !== 0) return standing;
    await ensureSecret(database, this.#scope, this.#key.endpointId, secrets);
    this.target = await database.forAccount(this.#scope, (tx) => this.#readTarget(tx));
    return standing;
  }

  /**
   * Has everything read once more from the beginning, after all was sent: a clock that was set back may have put something before
   * the place that was read. False where that was just done.
   */
  recheck(): boolean {
    if (this.#isRechecked) return false;
    this.#isRechecked = true;
    this.lookAgain();
    return true;
  }

  /** Has the store looked at although nothing was told: something is due. */
  lookAgain(): void {
    this.#cursor = FIRST_ID;
    this.#seen = '';
  }

  nextDue(): Promise<string | null> {
    return this.#deps.database.forAccount(this.#scope, (tx) => findNextDue(tx, this.#key.endpointId));
  }

  #readTarget(tx: AccountTx): Promise<Target | null> {
    return readTarget(tx, this.#key.endpointId, this.#deps.secrets, this.#deps.clock.now());
  }

  async #readPage(tx: AccountTx, told: string): Promise<Standing> {
    const { endpointId } = this.#key;
    const now = this.#deps.clock.now();
    const nowMs = Date.parse(now);
    const [target, retries, page, replays] = await Promise.all([
      this.#readTarget(tx),
      listDueRetries(tx, endpointId, now, PAGE),
      listPending(tx, endpointId, this.#cursor, PAGE),
      nowMs < this.#nextReplayMs ? [] : listDueReplays(tx, endpointId, now, REPLAYS_AT_ONCE),
    ]);
    this.target = target;
    const standing = standingOf(target);
    if (standing !== 'open') return standing === 'held' || (await cancelDeliveries(tx, endpointId)) === 0 ? standing : 'open';
    if (target?.accountStatus === 'deleted' && (await cancelDeliveries(tx, endpointId, LAST_EVENT)) > 0) return 'open';
    await this.#readUnread(tx);
    for (const delivery of retries) this.#chains.addDue(delivery);
    for (const delivery of page.deliveries) this.#chains.add(delivery);
    for (const delivery of replays) this.#chains.addDue(delivery);
    if (replays.length > 0) this.#nextReplayMs = nowMs + REPLAY_PAUSE_MS;
    if (page.deliveries.length > 0) this.#isRechecked = false;
    this.#cursor = page.lastId ?? this.#cursor;
    if (page.isLast) this.#seen = told;
    return 'open';
  }

  async #readUnread(tx: AccountTx): Promise<void> {
    for (const subjectId of this.#chains.unread(SUBJECTS_AT_ONCE)) {
      const deliveries = await listOfSubject(tx, this.#key.endpointId, { subjectId, upTo: this.#cursor, limit: CHAIN_PAGE });
      this.#chains.fill(subjectId, deliveries, deliveries.length === CHAIN_PAGE);
    }
  }
}

function standingOf(target: Target | null): Standing {
  if (target === null || target.uri === null) return 'off';
  return target.state === 'active' ? 'open' : 'held';
}
