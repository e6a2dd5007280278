// Waits for what comes by itself: looks again and again, and says what it saw last when its time is over.

import { setTimeout as sleep } from 'node:timers/promises';

const MS_MAX = 50_000;
const LOOK_EVERY_MS = 10;

/** The first value of `look` for which `isEnough` holds. */
export async function eventually<T>(look: () => Promise<T> | T, isEnough: (value: T) => boolean): Promise<T> {
  const endMs = performance.now() + MS_MAX;
  for (;;) {
    const value = await look();
    if (isEnough(value)) return value;
    if (performance.now() > endMs) throw new Error(`It did not come to that; the last was ${JSON.stringify(value)?.slice(0, 2_000)}`);
    await sleep(LOOK_EVERY_MS);
  }
}
