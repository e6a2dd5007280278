// The present moment, timers and fresh ids: everything that a simulation must steer in the outer folders. `core` reads none of it.

import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';

export interface Clock {
  /** The present moment, `YYYY-MM-DDTHH:MM:SS.ffffffZ`; never earlier than an answer given before. */
  now(): string;
  /** Milliseconds that only grow, for measuring how long something took. */
  elapsedMs(): number;
  /** Resolves after `ms`, or as soon as `signal` is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** A fresh UUID, version 4. */
  id(): string;
}

/** The machine's own clock, with the microseconds that `Date` lacks taken from the performance counter. */
export function systemClock(): Clock {
  let last = '';
  const present = presentTeller();
  return {
    now() {
      const time = present();
      if (time > last) last = time;
      return last;
    },
    elapsedMs: () => performance.now(),
    sleep: (ms, signal) => setTimeout(ms, undefined, signal && { signal }).catch(() => undefined),
    id: randomUUID,
  };
}

/** The present moment; what is the same within a millisecond is written once. */
function presentTeller(): () => string {
  let ms = Number.NaN;
  let written = '';
  return () => {
    const nowMs = Date.now();
    if (nowMs !== ms) {
      ms = nowMs;
      written = new Date(ms).toISOString().slice(0, -1);
    }
    const micros = Math.floor((performance.now() * 1000) % 1000);
    return `${written}${String(micros).padStart(3, '0')}Z`;
  };
}
