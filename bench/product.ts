// Clientele itself as the benches run it: `clientele serve` as a child process, on PostgreSQL or on the embedded store.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { amountOf, applyLoad } from './load.ts';
import { SERVE_FLAGS } from '../bin/serve-flags.mjs';
import { figureOf } from './bare-routes.ts';
import type { Carrier } from './records.ts';
import type { LoadResult } from './load.ts';
import type { RunningServer } from './server-process.ts';
import type { Figure, Stage } from './stage.ts';

export const OPERATOR_KEY = 'bench-operator-key-0123456789-0123456789';
const CLIENT_CONNECTIONS = 4;

export type Store = 'postgresql' | 'embedded';

/** How a server process is started on a store. */
export interface ProductPlace {
  readonly script: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Headers of a request of the operator, who may do everything. */
export function headersOf(contentType?: string): Record<string, string> {
  return { authorization: `Bearer ${OPERATOR_KEY}`, ...(contentType !== undefined && { 'content-type': contentType }) };
}

/** Runs `use` with what starts Clientele on a fresh store; the store is gone afterwards. */
export async function withPlace<T>(stage: Stage, store: Store, use: (place: ProductPlace) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'clientele-bench-'));
  const placeOn = (more: Record<string, string>): ProductPlace => ({
    script: [...SERVE_FLAGS, 'src/cli/main.ts', 'serve'],
    env: { CLIENTELE_DATA_DIR: dataDir, CLIENTELE_OPERATOR_KEY: OPERATOR_KEY, ...more },
  });
  try {
    if (store === 'embedded') return await use(placeOn({ DATABASE_URL: '' }));
    return await stage.withDatabase((url) => use(placeOn({ DATABASE_URL: url })));
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Runs `use` against Clientele on a fresh store. */
export function withProduct<T>(stage: Stage, store: Store, use: (server: RunningServer) => Promise<T>): Promise<T> {
  return withPlace(stage, store, (place) => stage.withServer(place, use));
}

/** Where a batch goes, in which form. */
export interface Feed {
  readonly path: string;
  readonly contentType: string;
  readonly carrier: Carrier;
  readonly format: 'cobi' | 'wasabi';
  /** Records in one request. */
  readonly size: number;
  /** Finds in an answer how many records ended in `outcome`. */
  readonly counted: (answer: string, outcome: string) => number;
}

export interface Posting {
  readonly origin: string;
  readonly feed: Feed;
  readonly bodies: readonly Buffer[];
  /** What must become of every single record. */
  readonly outcome: string;
}

/** Posts the bodies over four connections; throws where one record had another outcome. */
export async function postBatches(name: string, { origin, feed, bodies, outcome }: Posting): Promise<Figure> {
  let counted = 0;
  const result: LoadResult = await applyLoad({
    origin,
    connections: CLIENT_CONNECTIONS,
    ...amountOf(bodies.length),
    method: 'POST',
    headers: headersOf(feed.contentType),
    request: (at) => ({ path: feed.path, body: bodies[at] as Buffer }),
    check: (answer) => (counted += feed.counted(answer, outcome)),
  });
  const offered = bodies.length * feed.size;
  if (counted !== offered) throw new Error(`${name}: ${offered - counted} of ${offered} records did not end as ${outcome}.`);
  return figureOf(name, result, feed.size);
}
