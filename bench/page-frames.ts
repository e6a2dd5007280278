// How smooth a page is while something is done to it: the time between its frames, and what the tasks of its main thread took of a
// processor, which says what the page itself does, whatever else runs on the machine.

import type { CDPSession, Page } from 'playwright-core';

export interface Smoothness {
  readonly framesPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** The longest task of the main thread, by the processor time that it took. */
  readonly taskMs: number;
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Processor time in microseconds. */
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

const RECORD_FRAMES = `(() => {
  const gaps = (window.frameGaps = []);
  let last;
  const step = (now) => {
    if (last !== undefined) gaps.push(now - last);
    last = now;
    if (window.frameGaps === gaps) requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})()`;
const TAKE_FRAMES = '(() => { const gaps = window.frameGaps; window.frameGaps = undefined; return gaps; })()';

export async function smoothnessOf(page: Page, session: CDPSession, act: () => Promise<unknown>): Promise<Smoothness> {
  const tasks = await traceTasks(session);
  await page.evaluate(RECORD_FRAMES);
  const beganAt = performance.now();
  await act();
  const seconds = (performance.now() - beganAt) / 1_000;
  const gaps = (await page.evaluate<number[]>(TAKE_FRAMES)).toSorted((left, right) => left - right);
  const at = (share: number): number => gaps[Math.floor(share * gaps.length)] ?? 0;
  return { framesPerSecond: gaps.length / seconds, p50Ms: at(0.5), p99Ms: at(0.99), taskMs: await tasks.longest() };
}

/** Begins to trace the tasks of the page; to ask for the longest, in milliseconds, ends it. */
async function traceTasks(session: CDPSession): Promise<{ longest: () => Promise<number> }> {
  const events: TraceEvent[] = [];
  const keep = ({ value }: { readonly value: readonly object[] }): unknown => events.push(...(value as TraceEvent[]));
  session.on('Tracing.dataCollected', keep);
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.start', { traceConfig: { includedCategories: ['disabled-by-default-devtools.timeline'] } });
  return {
    async longest() {
      await session.send('Tracing.end');
      await complete;
      session.off('Tracing.dataCollected', keep);
      const threads = events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain');
      const isOfPage = ({ pid, tid }: TraceEvent): boolean => threads.some((thread) => thread.pid === pid && thread.tid === tid);
      const tasks = events.filter((event) => event.name === 'RunTask' && isOfPage(event));
      return Math.max(0, ...tasks.map(({ tdur = 0 }) => tdur)) / 1_000;
    },
  };
}
