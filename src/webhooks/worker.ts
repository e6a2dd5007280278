// The worker: finds endpoints that have something to send, leases them, and runs a lane for each. Any number of workers on any nodes
// share the work; each endpoint is at any moment one worker's.

import { freeLanes, leaseLanes, NEWS_CHANNEL, releaseLane, renewLeases } from '../storage/webhooks-lanes.ts';
import { ENDPOINT_ID } from '../storage/outbox.ts';
import { Lane } from './lane.ts';
import type { Database } from '../storage/database.ts';
import type { LaneKey, ToldLane } from '../storage/webhooks-lanes.ts';
import type { WorkerDeps } from './worker-deps.ts';

export interface WebhookWorker {
  /** Something was committed for the account: it is looked at now, and not at the next round. True: nobody else need know. */
  wake(accountId: string): boolean;
  /** Gives back what it leased, after what is on its way. */
  stop(): Promise<void>;
}

const LEASE_MS = 3_000;
const RENEW_MS = 800;
/** A lane stops sending so long before its lease runs out. */
const MARGIN_MS = 600;
const LANES_MAX = 500;
/** Between two looks at least, however often it is woken, and at most; on PostgreSQL, workers hear of all that is told. */
const LOOK_MS_MIN = 10;
const LOOK_MS_MAX = { postgresql: 500, embedded: 250 } as const;
/** What is still on its way then is sent again by the next worker. */
const STOP_MS_MAX = 3_000;
const FAULT_PAUSE_MS = 500;

/** Starts working, in the background. */
export function openWebhookWorker(deps: WorkerDeps): WebhookWorker {
  return new Worker(deps);
}

interface Running {
  readonly lane: Lane;
  readonly done: Promise<void>;
}

class Worker implements WebhookWorker {
  readonly #deps: WorkerDeps;
  readonly #lanes = new Map<string, Running>();
  readonly #stopping = new AbortController();
  readonly #looking: Promise<void>;
  readonly #renewing: Promise<void>;
  #alarm = new AbortController();
  #isWoken = false;
  #lookedMs = -Infinity;

  constructor(deps: WorkerDeps) {
    this.#deps = deps;
    const { signal } = this.#stopping;
    deps.database.listen(NEWS_CHANNEL, () => this.#hurry());
    this.#looking = this.#rounds(
      () => this.#look(),
      () => this.#untilWoken(),
    );
    this.#renewing = this.#rounds(
      () => this.#renew(),
      () => deps.clock.sleep(RENEW_MS, signal),
    );
  }

  wake(accountId: string): boolean {
    const held = this.#lanes.get(nameOf({ accountId, endpointId: ENDPOINT_ID }));
    if (held?.lane.refresh()) return true;
    this.#hurry();
    return false;
  }

  #hurry(): void {
    this.#isWoken = true;
    if (!this.#alarm.signal.aborted) this.#alarm.abort();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#looking;
    const running = [...this.#lanes.values()];
    for (const { lane } of running) lane.end('stopped');
    const patience = new AbortController();
    void this.#deps.clock.sleep(STOP_MS_MAX, patience.signal).then(() => running.forEach(({ lane }) => lane.abandon()));
    await Promise.all([this.#renewing, ...running.map(({ done }) => done)]);
    patience.abort();
  }

  async #rounds(task: () => Promise<void>, pause: () => Promise<void>): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await task().catch((error: unknown) => pauseAfter(this.#deps, error, signal));
      if (!signal.aborted) await pause();
    }
  }

  async #untilWoken(): Promise<void> {
    const { clock, database } = this.#deps;
    const { signal } = this.#stopping;
    this.#alarm = new AbortController();
    if (!this.#isWoken) await clock.sleep(LOOK_MS_MAX[database.kind], AbortSignal.any([this.#alarm.signal, signal]));
    await clock.sleep(Math.max(0, LOOK_MS_MIN - (clock.elapsedMs() - this.#lookedMs)), signal);
    this.#isWoken = false;
  }

  async #look(): Promise<void> {
    const { database, clock, workerId } = this.#deps;
    this.#lookedMs = clock.elapsedMs();
    const limit = LANES_MAX - this.#lanes.size;
    const untilMs = clock.elapsedMs() + LEASE_MS - MARGIN_MS;
    const found = await database.onPlatform((tx) => leaseLanes(tx, { workerId, leaseMs: LEASE_MS, now: clock.now(), limit }));
    for (const one of found) {
      const held = this.#lanes.get(nameOf(one));
      if (!one.isNew) held?.lane.nudge(one.told);
      else if (held) this.#replace(held, one, untilMs);
      else this.#start(one, untilMs);
    }
  }

  #start(key: ToldLane, untilMs: number): void {
    const name = nameOf(key);
    const lane = new Lane(this.#deps, { accountId: key.accountId, endpointId: key.endpointId }, key.told, untilMs);
    const done = work(this.#deps, lane).finally(() => {
      this.#lanes.delete(name);
      // Something may have been told while it was given back.
      this.#hurry();
    });
    this.#lanes.set(name, { lane, done });
  }

  /** The lease of a lane that is still at work had run out, and this worker got it anew. */
  #replace({ lane, done }: Running, key: ToldLane, untilMs: number): void {
    lane.end('lost');
    void done.then(() => {
      if (!this.#stopping.signal.aborted) this.#start(key, untilMs);
    });
  }

  async #renew(): Promise<void> {
    const { database, clock, workerId } = this.#deps;
    const keys = [...this.#lanes.values()].map(({ lane }) => lane.key);
    if (keys.length === 0) return;
    const untilMs = clock.elapsedMs() + LEASE_MS - MARGIN_MS;
    const kept = await database.onPlatform((tx) => renewLeases(tx, keys, { workerId, leaseMs: LEASE_MS }));
    for (const key of kept) this.#lanes.get(nameOf(key))?.lane.extend(untilMs);
  }
}

/** Frees what a process before this one had leased: for the embedded store, which only one process has open. */
export async function freeLeases(database: Database): Promise<void> {
  await database.onPlatform(freeLanes);
}

/** Runs a lane to its end. A fault leaves it to its lease, after which it is begun anew. */
async function work(deps: WorkerDeps, lane: Lane): Promise<void> {
  try {
    const rest = await lane.run();
    if (rest) await deps.database.onPlatform((tx) => releaseLane(tx, lane.key, deps.workerId, rest));
  } catch (error) {
    deps.log.warn(
      { code: (error as { code?: string }).code, accountId: lane.key.accountId },
      'sending webhooks failed; it goes on in a moment',
    );
    await deps.clock.sleep(FAULT_PAUSE_MS);
  }
}

async function pauseAfter({ log, clock }: WorkerDeps, error: unknown, signal: AbortSignal): Promise<void> {
  log.warn({ code: (error as { code?: string }).code }, 'looking for webhooks to send failed; it is tried again');
  await clock.sleep(FAULT_PAUSE_MS, signal);
}

function nameOf({ accountId, endpointId }: LaneKey): string {
  return `${accountId}/${endpointId}`;
}
