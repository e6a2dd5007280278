// One endpoint while this worker has the right to send to it: it sends what waits and writes down what became of it, until nothing is
// left to do. All that it holds in memory may be lost at any moment: what is not written down is sent again, under the same id.

import { Chains } from './chains.ts';
import { DatabaseError } from '../storage/engine.ts';
import { isReplay, newsOf, settlementsOf, statementsOf } from './settle.ts';
import { messageOf } from './event.ts';
import { openGuardedDispatcher } from './guarded-dispatcher.ts';
import { Pace, SLOTS_MAX } from './pace.ts';
import { Reader } from './reader.ts';
import { Sender } from './deliver.ts';
import type { AccountScope } from '../core/account.ts';
import type { Delivery } from '../storage/deliveries.ts';
import type { LaneKey, LaneRest } from '../storage/webhooks-lanes.ts';
import type { Next } from './chains.ts';
import type { Outcome } from './deliver.ts';
import type { Result } from './settle.ts';
import type { Target } from './target.ts';
import type { WorkerDeps } from './worker.ts';

/** While nothing happens, the lane looks again so often. */
const LOOK_MS_MAX = 30_000;
/** A lane that has nothing to do for so long is given back. */
const LINGER_MS = 1_000;
const STORE_PAUSE_MS = 200;

/** `drained`: all is sent; `held`, `off`: as the endpoint stands; `stopped`: the worker ends; `lost`: the lane is somebody else's. */
type Ending = 'drained' | 'held' | 'off' | 'stopped' | 'lost';

export class Lane {
  readonly key: LaneKey;
  readonly #deps: WorkerDeps;
  readonly #scope: AccountScope;
  readonly #chains = new Chains();
  readonly #pace = new Pace();
  readonly #sender: Sender;
  readonly #reader: Reader;
  #results: Result[] = [];
  #inFlight = 0;
  #told: string;
  #leaseUntilMs: number;
  #ending: Ending | null = null;
  #isAbandoned = false;
  #bug: { readonly error: unknown } | undefined;
  #alarm = new AbortController();

  constructor(deps: WorkerDeps, key: LaneKey, told: string, leaseUntilMs: number) {
    this.key = key;
    this.#deps = deps;
    this.#told = told;
    this.#leaseUntilMs = leaseUntilMs;
    // No customer's id is derived here, so that the account's id key is not needed.
    this.#scope = { accountId: key.accountId, idKey: new Uint8Array() };
    const { allowed, lookup, clock } = deps;
    this.#sender = new Sender(clock, openGuardedDispatcher({ allowed, lookup, connectionsMax: SLOTS_MAX }));
    this.#reader = new Reader(deps, key, this.#scope, this.#chains);
  }

  /** Something was committed for it; false: it takes no more. */
  refresh(): boolean {
    if (this.#ending !== null) return false;
    this.#reader.expectMore();
    this.#ring();
    return true;
  }

  /** There is news up to the `told`th commit. */
  nudge(told: string): void {
    if (told === this.#told) return;
    this.#told = told;
    this.#ring();
  }

  /** The lease holds until then, by the clock that only grows. */
  extend(leaseUntilMs: number): void {
    this.#leaseUntilMs = leaseUntilMs;
  }

  /** Sends nothing more; `run` ends when what is on its way is written down (`lost`: at once). */
  end(ending: 'stopped' | 'lost'): void {
    this.#ending = ending;
    this.#ring();
  }

  /** Waits no longer for what is on its way. */
  abandon(): void {
    this.#isAbandoned = true;
    this.#ring();
  }

  /** Ends a wait, once: an abort makes an exception with its stack each time, 3.5 µs even where nobody waits. */
  #ring(): void {
    if (!this.#alarm.signal.aborted) this.#alarm.abort();
  }

  /** Works until nothing is left to do; how the lane is to be left, or null where it is somebody else's by now. */
  async run(): Promise<LaneRest | null> {
    try {
      while (!this.#isOver()) await this.#turn();
      return this.#ending === 'lost' ? null : await this.#rest();
    } finally {
      this.#ending ??= 'lost';
      await this.#sender.close();
    }
  }

  #isOver(): boolean {
    if (this.#ending === 'lost' || this.#hasLostTime()) return true;
    return this.#ending !== null && (this.#inFlight === 0 || this.#isAbandoned) && this.#results.length === 0;
  }

  /** The lease may have run out while this process stood still: another worker may be sending by now. */
  #hasLostTime(): boolean {
    if (this.#deps.clock.elapsedMs() < this.#leaseUntilMs) return false;
    this.#ending = 'lost';
    return true;
  }

  async #turn(): Promise<void> {
    const alarm = new AbortController();
    this.#alarm = alarm;
    if (this.#bug) throw this.#bug.error;
    if (this.#results.length > 0) await this.#settle();
    if (this.#ending === null && this.#wantsLook() && this.#reader.hasRoom()) await this.#look();
    this.#pump();
    if (this.#results.length > 0 || this.#isOver()) return;
    if (this.#ending === null && this.#chains.isEmpty && !this.#wantsLook()) await this.#linger(alarm.signal);
    else if (this.#ending !== null || !this.#wantsLook() || !this.#reader.hasRoom()) await this.#wait(alarm.signal);
  }

  #wantsLook(): boolean {
    return this.#reader.wantsLook(this.#told);
  }

  async #look(): Promise<void> {
    const standing = await this.#reader.look(this.#told);
    if (standing !== 'open') this.#ending ??= standing;
    if (this.#reader.target?.accountStatus === 'deleted') this.#chains.keepAccountsOwn();
  }

  /** Until a result, news or the end of a rest. */
  async #wait(signal: AbortSignal): Promise<void> {
    const restMs = this.#pace.restMs(this.#nowMs());
    await this.#deps.clock.sleep(restMs > 0 ? Math.min(restMs, LOOK_MS_MAX) : LOOK_MS_MAX, signal);
  }

  /** All that was read is sent: what comes in a moment is waited for, else the lane is done. */
  async #linger(signal: AbortSignal): Promise<void> {
    const dueMs = this.#reader.dueInMs(this.#nowMs());
    await this.#deps.clock.sleep(Math.max(Math.min(dueMs, LINGER_MS), STORE_PAUSE_MS), signal);
    if (signal.aborted) return;
    if (dueMs > LINGER_MS) this.#ending ??= 'drained';
    else this.#reader.lookAgain();
  }

  #nowMs(): number {
    return Date.parse(this.#deps.clock.now());
  }

  /** Sends as many as the endpoint's pace allows. It is also called from within a connection, where a bug must not end up. */
  #pump(): void {
    try {
      this.#sendNext();
    } catch (error) {
      this.#bug ??= { error };
      this.#ring();
    }
  }

  #sendNext(): void {
    const { target } = this.#reader;
    if (target === null || target.keys.length === 0) return;
    while (this.#ending === null && this.#inFlight < this.#pace.slots(this.#nowMs()) && !this.#hasLostTime()) {
      const next = this.#chains.next(target.isCoalescing);
      if (!next) return;
      this.#send(next, target);
    }
  }

  #send({ delivery: last, replaced }: Next, target: Target): void {
    const delivery = replaced.length === 0 ? last : standingFor(last, replaced);
    const message = messageOf(delivery, target);
    this.#inFlight += 1;
    this.#sender.send({ webhookId: delivery.deliveryId, message, keys: target.keys, isReplay: isReplay(delivery) }, (outcome) =>
      this.#take({ delivery, replaced, outcome }),
    );
  }

  #take(result: Result): void {
    const { verdict, attempt } = result.outcome;
    this.#inFlight -= 1;
    this.#deps.observe(verdict, attempt.durationMs);
    this.#adjust(result.outcome);
    this.#results.push(result);
    this.#ring();
    this.#pump();
  }

  #adjust({ verdict, retryAfterMs }: Outcome): void {
    if (verdict === 'delivered') this.#pace.succeed();
    else if (verdict === 'throttled') this.#pace.throttle(this.#nowMs(), retryAfterMs, Math.random());
    else this.#pace.fail(this.#nowMs(), Math.random());
  }

  /** Writes down what came in, under the lease; only then do the subjects go on. */
  async #settle(): Promise<void> {
    // A copy: more come in while these are written.
    const results = [...this.#results];
    const settled = results.map((result) => ({ result, settlements: settlementsOf(result, Math.random()) }));
    const news = this.#reader.target ? newsOf(this.#reader.target, results) : {};
    const all = settled.flatMap(({ settlements }) => settlements);
    const { database, workerId } = this.#deps;
    try {
      await database.commitAll(this.#scope, statementsOf({ ...this.key, workerId }, all, news));
    } catch (error) {
      await this.#afterFault(error);
      return;
    }
    this.#results = this.#results.slice(results.length);
    this.#note(news);
    for (const { result, settlements } of settled) {
      const dueAt = settlements.at(-1)?.dueAt ?? null;
      if (dueAt !== null) this.#reader.noteDue(dueAt);
      if (dueAt !== null) this.#chains.drop(result.delivery.subjectId);
      else this.#chains.advance(result.delivery.subjectId);
    }
  }

  #note({ failingSince, standing }: ReturnType<typeof newsOf>): void {
    const { target } = this.#reader;
    if (target && failingSince !== undefined) this.#reader.target = { ...target, failingSince };
    if (!standing) return;
    this.#deps.log.warn({ accountId: this.key.accountId, reason: standing.reason }, 'a webhook was disabled');
    this.#ending ??= 'held';
  }

  /** Somebody else's lane is left alone; a store that went away is asked again while the lease lasts. */
  async #afterFault(error: unknown): Promise<void> {
    if (!(error instanceof DatabaseError)) throw error;
    if (error.code === 'CL409') this.#ending = 'lost';
    else await this.#deps.clock.sleep(STORE_PAUSE_MS);
  }

  async #rest(): Promise<LaneRest> {
    // What a worker that stops has not sent is there at once for the next one.
    if (this.#ending === 'stopped') return { told: '0', dueAt: this.#deps.clock.now(), isHeld: false };
    const isHeld = this.#ending === 'held';
    return { told: this.#told, dueAt: isHeld ? null : await this.#reader.nextDue(), isHeld };
  }
}

/** The last of a run of updates, telling of all of them. */
function standingFor(delivery: Delivery, replaced: readonly Delivery[]): Delivery {
  return { ...delivery, coalesced: replaced.length + 1, previousVersion: replaced[0]?.previousVersion ?? null };
}
