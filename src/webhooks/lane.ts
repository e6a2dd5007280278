// One endpoint while this worker has the right to send to it: it sends what waits and writes down what became of it, until nothing is
// left to do. All that it holds in memory may be lost at any moment: what is not written down is sent again, under the same id.

import { Chains } from './chains.ts';
import { Outgoing } from './outgoing.ts';
import { Reader } from './reader.ts';
import { Unsettled } from './unsettled.ts';
import type { LaneKey, LaneRest } from '../storage/webhooks-lanes.ts';
import type { Result } from './settle.ts';
import type { WorkerDeps } from './worker-deps.ts';

/** While nothing happens, the lane looks again so often. */
const LOOK_MS_MAX = 30_000;
/** A lane that has nothing to do for so long is given back. */
const LINGER_MS = 1_000;
const LINGER_MS_MIN = 200;

/** `drained`: all is sent; `held`, `off`: as the endpoint stands; `stopped`: the worker ends; `lost`: the lane is somebody else's. */
type Ending = 'drained' | 'held' | 'off' | 'stopped' | 'lost';

export class Lane {
  readonly key: LaneKey;
  readonly #deps: WorkerDeps;
  readonly #chains = new Chains();
  readonly #outgoing: Outgoing;
  readonly #reader: Reader;
  readonly #unsettled: Unsettled;
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
    const scope = { accountId: key.accountId, idKey: new Uint8Array() };
    this.#reader = new Reader(deps, key, scope, this.#chains);
    this.#outgoing = new Outgoing(deps, this.#chains, (result) => this.#take(result));
    this.#unsettled = new Unsettled(deps, { key, scope, reader: this.#reader, chains: this.#chains });
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
      await this.#outgoing.close();
    }
  }

  #isOver(): boolean {
    if (this.#ending === 'lost' || this.#hasLostTime()) return true;
    return this.#ending !== null && (this.#outgoing.isIdle || this.#isAbandoned) && this.#unsettled.isEmpty;
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
    if (!this.#unsettled.isEmpty) await this.#settle();
    if (this.#ending === null && this.#wantsLook() && this.#reader.hasRoom()) await this.#look();
    this.#pump();
    if (!this.#unsettled.isEmpty || this.#isOver()) return;
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
    const { restMs } = this.#outgoing;
    await this.#deps.clock.sleep(restMs > 0 ? Math.min(restMs, LOOK_MS_MAX) : LOOK_MS_MAX, signal);
  }

  /** All that was read is sent: what comes in a moment is waited for, else the lane is done. */
  async #linger(signal: AbortSignal): Promise<void> {
    const dueMs = this.#reader.dueInMs(Date.parse(this.#deps.clock.now()));
    await this.#deps.clock.sleep(Math.max(Math.min(dueMs, LINGER_MS), LINGER_MS_MIN), signal);
    if (signal.aborted) return;
    if (dueMs > LINGER_MS) this.#ending ??= 'drained';
    else this.#reader.lookAgain();
  }

  /** It is also called from within a connection, where a bug must not end up. */
  #pump(): void {
    const { target } = this.#reader;
    if (target === null || target.keys.length === 0) return;
    try {
      this.#outgoing.send(target, () => this.#ending === null && !this.#hasLostTime());
    } catch (error) {
      this.#bug ??= { error };
      this.#ring();
    }
  }

  #take(result: Result): void {
    const { verdict, attempt } = result.outcome;
    this.#deps.observe(verdict, attempt.durationMs);
    this.#unsettled.add(result);
    this.#ring();
    this.#pump();
  }

  async #settle(): Promise<void> {
    const standing = await this.#unsettled.settle();
    if (standing === 'lost') this.#ending = standing;
    else if (standing === 'held') this.#ending ??= standing;
  }

  async #rest(): Promise<LaneRest> {
    // What a worker that stops has not sent is there at once for the next one.
    if (this.#ending === 'stopped') return { told: '0', dueAt: this.#deps.clock.now(), isHeld: false };
    const isHeld = this.#ending === 'held';
    return { told: this.#told, dueAt: isHeld ? null : await this.#reader.nextDue(), isHeld };
  }
}
