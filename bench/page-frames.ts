// How smooth a page is while something is done to it: the time between the frames that the browser draws of it, which scrolls by itself
// what the page has painted, and what the tasks of the page's main thread took of a processor, which is what the page itself does.

import type { CDPSession } from 'playwright-core';

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
  /** When it was, in microseconds. */
  readonly ts: number;
  /** Processor time in microseconds. */
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

const CATEGORIES = ['disabled-by-default-devtools.timeline', 'disabled-by-default-devtools.timeline.frame'];

export async function smoothnessOf(session: CDPSession, act: () => Promise<unknown>): Promise<Smoothness> {
  const trace = await beginTrace(session);
  const beganAt = performance.now();
  await act();
  const seconds = (performance.now() - beganAt) / 1_000;
  const events = await trace.end();
  const gaps = gapsBetween(events.filter(({ name }) => name === 'DrawFrame'));
  const at = (share: number): number => gaps[Math.floor(share * gaps.length)] ?? 0;
  return { framesPerSecond: gaps.length / seconds, p50Ms: at(0.5), p99Ms: at(0.99), taskMs: longestTaskMs(events) };
}

async function beginTrace(session: CDPSession): Promise<{ end: () => Promise<TraceEvent[]> }> {
  const events: TraceEvent[] = [];
  const keep = ({ value }: { readonly value: readonly object[] }): unknown => events.push(...(value as TraceEvent[]));
  session.on('Tracing.dataCollected', keep);
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.start', { traceConfig: { includedCategories: CATEGORIES } });
  return {
    async end() {
      await session.send('Tracing.end');
      await complete;
      session.off('Tracing.dataCollected', keep);
      return events;
    },
  };
}

/** Milliseconds, the shortest first. */
function gapsBetween(events: readonly TraceEvent[]): number[] {
  const times = events.map(({ ts }) => ts / 1_000).toSorted((left, right) => left - right);
  return times
    .slice(1)
    .map((time, at) => time - (times[at] as number))
    .toSorted((left, right) => left - right);
}

function longestTaskMs(events: readonly TraceEvent[]): number {
  const threads = events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain');
  const isOfPage = ({ pid, tid }: TraceEvent): boolean => threads.some((thread) => thread.pid === pid && thread.tid === tid);
  const tasks = events.filter((event) => event.name === 'RunTask' && isOfPage(event));
  return Math.max(0, ...tasks.map(({ tdur = 0 }) => tdur)) / 1_000;
}
