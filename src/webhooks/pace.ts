// How fast an endpoint is sent to: many at once while it answers, one at a time with rests while it does not. It belongs to one
// account's endpoint, so that a receiver in trouble costs only its own account.

import { restAfter } from './retry.ts';

export const SLOTS_MAX = 64;
const FAILURES_IN_ROW_MAX = 5;

export class Pace {
  #slots = SLOTS_MAX;
  #failures = 0;
  #rests = 0;
  #restsSinceMs = 0;
  #restUntilMs = 0;

  /** How many may be on their way at `nowMs`. */
  slots(nowMs: number): number {
    return this.restMs(nowMs) > 0 ? 0 : this.#slots;
  }

  /** How long nothing goes out from `nowMs` on. Where the clock was set back, a rest begins anew: it never grows by that. */
  restMs(nowMs: number): number {
    if (nowMs < this.#restsSinceMs) {
      this.#restUntilMs -= this.#restsSinceMs - nowMs;
      this.#restsSinceMs = nowMs;
    }
    return Math.max(0, this.#restUntilMs - nowMs);
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
    if (this.#failures >= FAILURES_IN_ROW_MAX && this.restMs(nowMs) === 0) this.#rest(nowMs, restAfter(this.#rests, chance));
  }

  /** The receiver asked for less. */
  throttle(nowMs: number, askedMs: number | null, chance: number): void {
    this.#rest(nowMs, Math.max(this.restMs(nowMs), askedMs ?? restAfter(this.#rests, chance)));
  }

  #rest(nowMs: number, ms: number): void {
    this.#rests += 1;
    this.#slots = 1;
    this.#restsSinceMs = nowMs;
    this.#restUntilMs = nowMs + ms;
  }
}
