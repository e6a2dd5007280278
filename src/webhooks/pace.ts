// How fast an endpoint is sent to: many at once while it answers, one at a time with rests while it does not. It belongs to one
// account's endpoint, so that a receiver in trouble costs only its own account.

import { restAfter } from './retry.ts';

export const SLOTS_MAX = 64;
const FAILURES_IN_ROW_MAX = 5;

export class Pace {
  #slots = SLOTS_MAX;
  #failures = 0;
  #rests = 0;
  #restUntilMs = 0;

  /** How many may be on their way at `nowMs` . */
  slots(nowMs: number): number {
    return nowMs < this.#restUntilMs ? 0 : this.#slots;
  }

  /** Until when nothing goes out; in the past: something may. */
  get restUntilMs(): number {
    return this.#restUntilMs;
  }

  /** Grows step by step: a receiver that comes back is not run over by all that waited. */
  succeed(): void {
    this.#failures = 0;
    this.#rests = 0;
    this.#slots = Math.min(this.#slots * 2, SLOTS_MAX);
  }

  /** After some failures in a row the endpoint rests, longer each time; those that were on their way count as one with them. */
  fail(nowMs: number, chance: number): void {
    this.#failures += 1;
    if (this.#failures >= FAILURES_IN_ROW_MAX && nowMs >= this.#restUntilMs) this.#rest(nowMs + restAfter(this.#rests, chance));
  }

  /** The receiver asked for less. */
  throttle(nowMs: number, askedMs: number | null, chance: number): void {
    this.#rest(Math.max(this.#restUntilMs, nowMs + (askedMs ?? restAfter(this.#rests, chance))));
  }

  #rest(untilMs: number): void {
    this.#rests += 1;
    this.#slots = 1;
    this.#restUntilMs = untilMs;
  }
}
