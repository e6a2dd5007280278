// Word of commits inside this process: who waits for an account's next commit is woken when one was made here. What other processes
// commit is found by looking again, every `LOOK_EVERY_MS`.

import type { Clock } from '../clock.ts';

/** How long what another process committed stays unseen by who waits here. */
const LOOK_EVERY_MS = 500;

export interface CommitSignal {
  /** Told after each commit of the account. */
  raise(accountId: string): void;
  /** Listens from now on. */
  listen(accountId: string): Listener;
}

export interface Listener {
  /** Resolves when a commit was raised since the last wait (also where it came before this call), after `ms`, or after a while. */
  wait(ms: number): Promise<void>;
  /** Wakes who waits, and listens no more. */
  end(): void;
}

export function openCommitSignal(clock: Clock): CommitSignal {
  const listening = new Map<string, Set<Ear>>();
  return {
    raise(accountId) {
      for (const ear of listening.get(accountId) ?? []) ear.raise();
    },
    listen(accountId) {
      const ears = listening.get(accountId) ?? new Set();
      listening.set(accountId, ears);
      const ear = new Ear(clock, () => {
        ears.delete(ear);
        if (ears.size === 0) listening.delete(accountId);
      });
      ears.add(ear);
      return ear;
    },
  };
}

class Ear implements Listener {
  readonly #clock: Clock;
  readonly #leave: () => void;
  #isRaised = false;
  #isEnded = false;
  #sleeping: AbortController | null = null;

  constructor(clock: Clock, leave: () => void) {
    this.#clock = clock;
    this.#leave = leave;
  }

  raise(): void {
    this.#isRaised = true;
    this.#sleeping?.abort();
  }

  async wait(ms: number): Promise<void> {
    if (!this.#isRaised && !this.#isEnded) {
      this.#sleeping = new AbortController();
      await this.#clock.sleep(Math.min(ms, LOOK_EVERY_MS), this.#sleeping.signal);
    }
    this.#isRaised = false;
  }

  end(): void {
    this.#isEnded = true;
    this.#sleeping?.abort();
    this.#leave();
  }
}
