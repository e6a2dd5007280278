// What a lane reads: its endpoint as it stands now, and the next of what waits, page by page and each time from where it stopped.

import { placeOfSecrets } from '../core/webhook-secret.ts';
import { cancelDeliveries, cancelReplays, FIRST_ID } from '../storage/outbox.ts';
import { ensureSecret, openKeyRing, readTarget } from './target.ts';
import { findNextDue, listDueReplays, listDueRetries, listOfSubject, listPending } from '../storage/deliveries.ts';
import type { AccountScope } from '../core/account.ts';
import type { AccountTx } from '../storage/database.ts';
import type { Chains } from './chains.ts';
import type { Delivery } from '../storage/deliveries.ts';
import type { KeyRing } from './target.ts';
import type { LaneKey } from '../storage/webhooks-lanes.ts';
import type { Target } from './target.ts';
import type { WorkerDeps } from './worker-deps.ts';

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
  /** How often something more was expected, and how often it had been when all was read. */
  #asked = 0;
  #answered = 0;
  #nextReplayMs = 0;
  /** When something is to be tried or sent again, as far as is known here. */
  #dueMs = -Infinity;
  readonly #keyOf: KeyRing;

  constructor(deps: WorkerDeps, key: LaneKey, scope: AccountScope, chains: Chains) {
    this.#deps = deps;
    this.#key = key;
    this.#scope = scope;
    this.#chains = chains;
    this.#keyOf = openKeyRing(deps.secrets, placeOfSecrets(key.accountId, key.endpointId));
  }

  /** Whether there may be more to read. */
  wantsLook(told: string): boolean {
    return this.#seen !== told || this.#answered !== this.#asked || this.#chains.unread(1).length > 0;
  }

  /** This process committed something, whatever the store says was told. */
  expectMore(): void {
    this.#asked += 1;
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

  /** Milliseconds until something is due, as far as is known here; in the past: it is. */
  dueInMs(nowMs: number): number {
    return this.#dueMs - nowMs;
  }

  /** Something will be tried again then. */
  noteDue(time: string): void {
    this.#dueMs = Math.min(this.#dueMs, Date.parse(time));
  }

  /** Has the store looked at although nothing was told: something is due. */
  lookAgain(): void {
    this.#cursor = FIRST_ID;
    this.#seen = '';
  }

  /** When something is due by what the store says. */
  nextDue(): Promise<string | null> {
    return this.#deps.database.forAccount(this.#scope, (tx) => findNextDue(tx, this.#key.endpointId));
  }

  #readTarget(tx: AccountTx): Promise<Target | null> {
    return readTarget(tx, this.#key.endpointId, this.#keyOf, this.#deps.clock.now());
  }

  async #readPage(tx: AccountTx, told: string): Promise<Standing> {
    const { endpointId } = this.#key;
    const asked = this.#asked;
    const [target, page, due] = await Promise.all([
      this.#readTarget(tx),
      listPending(tx, endpointId, this.#cursor, PAGE),
      this.#readDue(tx, told),
    ]);
    this.target = target;
    const standing = standingOf(target);
    if (standing !== 'open') return standing === 'held' || (await this.#cancel(tx)) === 0 ? standing : 'open';
    if (target?.accountStatus === 'deleted' && (await cancelDeliveries(tx, endpointId, LAST_EVENT)) > 0) return 'open';
    await this.#readUnread(tx);
    for (const delivery of due.retries) this.#chains.addDue(delivery);
    for (const delivery of page.deliveries) this.#chains.add(delivery);
    for (const delivery of due.replays) this.#chains.addDue(delivery);
    this.#cursor = page.lastId ?? this.#cursor;
    if (page.isLast) {
      this.#seen = told;
      this.#answered = asked;
    }
    return 'open';
  }

  /** Gives up a step of what waits, first deliveries and replays; how many those were. */
  async #cancel(tx: AccountTx): Promise<number> {
    const { endpointId } = this.#key;
    return (await cancelDeliveries(tx, endpointId)) + (await cancelReplays(tx, endpointId));
  }

  /** What is due, looked for where some is known to be, and where the store tells of news: somebody may want something sent again. */
  async #readDue(tx: AccountTx, told: string): Promise<{ retries: Delivery[]; replays: Delivery[] }> {
    const { endpointId } = this.#key;
    const now = this.#deps.clock.now();
    const nowMs = Date.parse(now);
    if (told === this.#seen && nowMs < this.#dueMs) return { retries: [], replays: [] };
    const [retries, replays, nextDue] = await Promise.all([
      listDueRetries(tx, endpointId, now, PAGE),
      nowMs < this.#nextReplayMs ? [] : listDueReplays(tx, endpointId, now, REPLAYS_AT_ONCE),
      findNextDue(tx, endpointId),
    ]);
    this.#dueMs = nextDue === null ? Infinity : Date.parse(nextDue);
    if (replays.length > 0) this.#nextReplayMs = nowMs + REPLAY_PAUSE_MS;
    return { retries, replays };
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
