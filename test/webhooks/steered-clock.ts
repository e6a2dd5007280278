// A clock that runs as the machine's does and can be set forward: whoever sleeps meanwhile wakes when its time has come.

import { systemClock } from '../../src/clock.ts';
import type { Clock } from '../../src/clock.ts';

export interface SteeredClock extends Clock {
  /** Jumps, forward or (for `now` alone) back. */
  jump(ms: number): void;
}

export function steeredClock(): SteeredClock {
  const system = systemClock();
  const sleepers = new Set<{ untilMs: number; wake: AbortController }>();
  let offsetMs = 0;
  const nowMs = (): number => Date.now() + offsetMs;
  return {
    now: () => `${new Date(nowMs()).toISOString().slice(0, -1)}000Z`,
    elapsedMs: system.elapsedMs,
    id: system.id,
    async sleep(ms, signal) {
      const sleeper = { untilMs: nowMs() + ms, wake: new AbortController() };
      sleepers.add(sleeper);
      await system.sleep(ms, signal ? AbortSignal.any([signal, sleeper.wake.signal]) : sleeper.wake.signal);
      sleepers.delete(sleeper);
    },
    jump(ms) {
      offsetMs += ms;
      for (const sleeper of sleepers) if (sleeper.untilMs <= nowMs()) sleeper.wake.abort();
    },
  };
}
