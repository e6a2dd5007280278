// Limits E, S, H, R and L: what a Node service with none of our features reaches, over HTTP, on the same machine.

import { Client } from 'pg';
import { BARE_INDEX, BARE_TABLES, BARE_UPSERT } from './bare-tables.ts';
import { amountOf, applyLoad } from './load.ts';
import { bodiesOf, sampleTexts } from './records.ts';
import type { LoadResult } from './load.ts';
import type { Bench, Figure, Stage } from './stage.ts';

const EVENTS = 180_000;
const REQUEST_EVENTS = 1_000;
const SINGLE_EVENTS = 45_000;
const READS = 120_000;
const READ_EVENTS = 30_000;
const PAGES = 24_000;
const CLIENTS = 64;
const JSON_TYPE = { 'content-type': 'application/json' };

/** E: arrays of 1,000, validated with compiled Ajv and written by U, over one connection and over four. */
export const bareEvents: Bench = {
  name: 'bare-events',
  figures: ['E1', 'E4'],
  measure: async (stage) => [await eventsOver(stage, 1), await eventsOver(stage, 4)],
};

/** S: the same with one record a request. */
export const bareSingle: Bench = {
  name: 'bare-single',
  figures: ['S'],
  measure: (stage) =>
    onBareService(stage, 16, async (origin) => {
      const texts = sampleTexts('wasabi', stage.count(SINGLE_EVENTS));
      const request = (at: number) => ({ path: '/event', body: texts[at] as string });
      const amount = amountOf(texts.length);
      const load = { origin, connections: CLIENTS, ...amount, method: 'POST', headers: JSON_TYPE, request } as const;
      return [figureOf('S', await applyLoad(load), 1)];
    }),
};

/** H: a static 700-byte answer; R: one `SELECT` by primary key. */
export const bareRead: Bench = {
  name: 'bare-read',
  figures: ['H', 'R'],
  measure: (stage) =>
    onBareService(stage, 16, async (origin, url) => {
      const ids = await fill(url);
      const base = { origin, connections: CLIENTS, ...amountOf(stage.count(READS)), method: 'GET' } as const;
      const still = await applyLoad({ ...base, request: () => ({ path: '/static' }) });
      const read = await applyLoad({ ...base, request: (at) => ({ path: `/records/${ids[(at * 7919) % ids.length]}` }) });
      return [figureOf('H', still, 1), figureOf('R', read, 1)];
    }),
};

/** L: a page of 50 by index, each time another one. */
export const barePage: Bench = {
  name: 'bare-page',
  figures: ['L'],
  measure: (stage) =>
    onBareService(stage, 16, async (origin, url) => {
      await fill(url);
      await once(url, BARE_INDEX);
      await once(url, 'analyze bare_record');
      const times = sampleTexts('wasabi', READ_EVENTS).map((text) => JSON.parse(text).body.updatedAt as string);
      const request = (at: number) => ({ path: `/page?until=${encodeURIComponent(times[(at * 7919) % times.length] as string)}` });
      const load = { origin, connections: CLIENTS, ...amountOf(stage.count(PAGES)), method: 'GET', request } as const;
      return [figureOf('L', await applyLoad(load), 1)];
    }),
};

/** The figure of a load whose requests hold `records` records each. */
export function figureOf(name: string, { requestsPerSecond, p50Ms, p99Ms }: LoadResult, records: number): Figure {
  return { name, perSecond: requestsPerSecond * records, p50Ms, p99Ms };
}

function eventsOver(stage: Stage, connections: number): Promise<Figure> {
  return onBareService(stage, connections, async (origin) => {
    const bodies = bodiesOf(sampleTexts('wasabi', stage.count(EVENTS)), REQUEST_EVENTS, 'array');
    const request = (at: number) => ({ path: '/events', body: bodies[at] as Buffer });
    const load = { origin, connections, ...amountOf(bodies.length), method: 'POST', headers: JSON_TYPE, request } as const;
    return figureOf(`E${connections}`, await applyLoad(load), REQUEST_EVENTS);
  });
}

function onBareService<T>(stage: Stage, poolConnections: number, use: (origin: string, url: string) => Promise<T>): Promise<T> {
  return stage.withDatabase(async (url) => {
    await once(url, BARE_TABLES);
    const env = { DATABASE_URL: url, POOL_CONNECTIONS: String(poolConnections) };
    return stage.withServer({ script: ['bench/bare-service.ts'], env }, ({ origin }) => use(origin, url));
  });
}

/** Writes the records to be read, and gives their ids. */
async function fill(url: string): Promise<string[]> {
  const texts = sampleTexts('wasabi', READ_EVENTS);
  await once(url, BARE_UPSERT, [`[${texts.join(',')}]`]);
  return texts.map((text) => JSON.parse(text).body.customerId as string);
}

async function once(url: string, sql: string, values?: string[]): Promise<void> {
  const client = new Client(url);
  await client.connect();
  await client.query(sql, values);
  await client.end();
}
