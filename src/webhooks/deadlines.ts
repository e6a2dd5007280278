// When a receiver has had its time. Requests that begin within a tenth of a second share one timer.

import { TimedOut } from './answer-reader.ts';
import type { AnswerReader } from './answer-reader.ts';
import type { Clock } from '../clock.ts';

/** From the first byte sent to the last one read. */
const TIMEOUT_MS = 15_000;
const SHARED_MS = 100;

/** Requests under way that end together. */
type Waiting = Set<Pick<AnswerReader, 'abort'>>;

export class Deadlines {
  readonly #clock: Clock;
  readonly #ended = new AbortController();
  #latest: Waiting = new Set();
  #beganMs = -Infinity;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Where a request that begins at `nowMs` (of the clock that only grows) waits for its end. */
  from(nowMs: number): Waiting {
    if (nowMs - this.#beganMs < SHARED_MS) return this.#latest;
    const waiting: Waiting = new Set();
    this.#latest = waiting;
    this.#beganMs = nowMs;
    void this.#expire(waiting);
    return waiting;
  }

  /** Nothing is ended any more. */
  end(): void {
    this.#ended.abort();
  }

  async #expire(waiting: Waiting): Promise<void> {
    await this.#clock.sleep(TIMEOUT_MS + SHARED_MS, this.#ended.signal);
    if (this.#ended.signal.aborted) return;
    // Nothing begins among those that end now.
    this.#beganMs = -Infinity;
    for (const one of waiting) one.abort(new TimedOut());
  }
}
