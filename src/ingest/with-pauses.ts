// A stream that also tells when nothing came for a while, so that what has come need not wait for what may never come.

import type { Clock } from '../clock.ts';

/** Stands for "nothing came for `pauseMs`"; said once a pause. */
export const PAUSE = Symbol('pause');

export async function* withPauses<T>(source: AsyncIterable<T>, clock: Clock, pauseMs: number): AsyncIterable<T | typeof PAUSE> {
  const iterator = source[Symbol.asyncIterator]();
  for (;;) {
    const next = iterator.next();
    const timer = new AbortController();
    const pause = clock.sleep(pauseMs, timer.signal).then(() => PAUSE);
    const first = await Promise.race([next, pause]);
    timer.abort();
    if (first === PAUSE) yield PAUSE;
    const { value, done } = await next;
    if (done) return;
    yield value;
  }
}
