// The load client: one bare loop over undici's dispatcher, since it shares the cores with the server it measures.

import { Client } from 'undici';
import type { Dispatcher } from 'undici';

export interface LoadRequest {
  readonly path: string;
  readonly body?: Buffer | string;
}

export interface Load {
  readonly origin: string;
  readonly connections: number;
  /** How many requests in all, and how many of them go first and are not measured. */
  readonly count: number;
  readonly warmUp: number;
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly request: (at: number) => LoadRequest;
  /** Looks at an answer's body; throws where it is not what was asked for. Costs time: for large requests only. */
  readonly check?: (body: string) => void;
}

export interface LoadResult {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Of all requests, this share goes first and is not measured: a server that runs for days is warm. */
const WARM_UP_SHARE = 0.2;

/** How many requests a load sends, and how many of them first to warm up. */
export function amountOf(count: number): Pick<Load, 'count' | 'warmUp'> {
  return { count, warmUp: Math.floor(count * WARM_UP_SHARE) };
}

/** Sends every request, one at a time on each connection, and throws on any answer but 200. */
export async function applyLoad(load: Load): Promise<LoadResult> {
  const lanes = Array.from({ length: load.connections }, () => new Client(load.origin, { headersTimeout: 0, bodyTimeout: 0 }));
  try {
    await send(load, lanes, { next: 0, end: load.warmUp });
    return await send(load, lanes, { next: load.warmUp, end: load.count });
  } finally {
    await Promise.all(lanes.map((client) => client.destroy()));
  }
}

async function send(load: Load, lanes: readonly Client[], span: Span): Promise<LoadResult> {
  const count = span.end - span.next;
  const run: Run = { load, span, latenciesMs: [] };
  const beganAt = performance.now();
  await Promise.all(lanes.map((client) => new Promise<void>((resolve, reject) => sendNext(run, client, { resolve, reject }))));
  const seconds = (performance.now() - beganAt) / 1000;
  const sorted = Float64Array.from(run.latenciesMs).sort();
  return { requestsPerSecond: count / seconds, p50Ms: percentile(sorted, 0.5), p99Ms: percentile(sorted, 0.99) };
}

interface Span {
  next: number;
  readonly end: number;
}

interface Run {
  readonly load: Load;
  readonly span: Span;
  readonly latenciesMs: number[];
}

interface Settle {
  resolve(): void;
  reject(error: Error): void;
}

function sendNext(run: Run, client: Client, settle: Settle): void {
  const { load, span, latenciesMs } = run;
  if (span.next >= span.end) return settle.resolve();
  const at = span.next++;
  const { path, body } = load.request(at);
  const beganAt = performance.now();
  const done = (): void => {
    latenciesMs.push(performance.now() - beganAt);
    sendNext(run, client, settle);
  };
  client.dispatch({ path, method: load.method, body: body ?? null, headers: load.headers ?? null }, new Answer(load, done, settle));
}

/** One answer: its body is kept only where somebody looks at it. */
class Answer implements Dispatcher.DispatchHandler {
  readonly #load: Load;
  readonly #done: () => void;
  readonly #settle: Settle;
  readonly #chunks: Buffer[] = [];
  #status = 0;

  constructor(load: Load, done: () => void, settle: Settle) {
    this.#load = load;
    this.#done = done;
    this.#settle = settle;
  }

  onRequestStart(): void {
    // Present because undici demands it of every handler.
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    this.#status = status;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#status !== 200 || this.#load.check) this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    try {
      this.#judge();
    } catch (error) {
      return this.#settle.reject(error as Error);
    }
    this.#done();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#settle.reject(error);
  }

  #judge(): void {
    if (this.#status === 200 && !this.#load.check) return;
    const body = Buffer.concat(this.#chunks).toString();
    if (this.#status !== 200) throw new Error(`The server answered ${this.#status}: ${body.slice(0, 500)}`);
    this.#load.check?.(body);
  }
}

function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
