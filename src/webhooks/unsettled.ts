// Tries that are over and not written down yet. Until what became of a delivery is durable, nothing else of its customer goes.

import { DatabaseError } from '../storage/engine.ts';
import { newsOf, settlementsOf, statementsOf } from './settle.ts';
import type { AccountScope } from '../core/account.ts';
import type { Chains } from './chains.ts';
import type { EndpointNews, Result } from './settle.ts';
import type { LaneKey } from '../storage/webhooks-lanes.ts';
import type { Reader } from './reader.ts';
import type { Settlement } from '../storage/deliveries.ts';
import type { WorkerDeps } from './worker-deps.ts';

const STORE_PAUSE_MS = 200;

/** `open`: the lane goes on; `held`: its endpoint was disabled; `lost`: it is somebody else's. */
type Standing = 'open' | 'held' | 'lost';

interface Settled {
  readonly result: Result;
  readonly settlements: readonly Settlement[];
}

/** One endpoint, and what its lane knows of it. */
export interface Place {
  readonly key: LaneKey;
  readonly scope: AccountScope;
  readonly reader: Reader;
  readonly chains: Chains;
}

export class Unsettled {
  readonly #deps: WorkerDeps;
  readonly #place: Place;
  #results: Result[] = [];

  constructor(deps: WorkerDeps, place: Place) {
    this.#deps = deps;
    this.#place = place;
  }

  get isEmpty(): boolean {
    return this.#results.length === 0;
  }

  add(result: Result): void {
    this.#results.push(result);
  }

  /** Writes down what came in, under the lease; only then do the customers go on. A store that went away is asked again. */
  async settle(): Promise<Standing> {
    // A copy: more come in while these are written.
    const results = [...this.#results];
    const { key, scope, reader } = this.#place;
    const settled = results.map((result) => ({ result, settlements: settlementsOf(result, Math.random()) }));
    const news = reader.target ? newsOf(reader.target, results) : {};
    const all = settled.flatMap(({ settlements }) => settlements);
    const { database, workerId } = this.#deps;
    try {
      await database.commitAll(scope, statementsOf({ ...key, workerId }, all, news));
    } catch (error) {
      return this.#afterFault(error);
    }
    this.#results = this.#results.slice(results.length);
    for (const one of settled) this.#goOn(one);
    return this.#note(news);
  }

  #goOn({ result, settlements }: Settled): void {
    const { reader, chains } = this.#place;
    const { subjectId } = result.delivery;
    const dueAt = settlements.at(-1)?.dueAt ?? null;
    if (dueAt === null) return chains.advance(subjectId);
    reader.noteDue(dueAt);
    chains.drop(subjectId);
  }

  #note({ failingSince, standing }: EndpointNews): Standing {
    const { key, reader } = this.#place;
    if (reader.target && failingSince !== undefined) reader.target = { ...reader.target, failingSince };
    if (!standing) return 'open';
    this.#deps.log.warn({ accountId: key.accountId, reason: standing.reason }, 'a webhook was disabled');
    return 'held';
  }

  async #afterFault(error: unknown): Promise<Standing> {
    if (!(error instanceof DatabaseError)) throw error;
    if (error.code === 'CL409') return 'lost';
    await this.#deps.clock.sleep(STORE_PAUSE_MS);
    return 'open';
  }
}
