// Finding among a million customers: a page of the list under load, and every filter with every order, one request at a time, so that
// what is measured is the query and not the waiting for others.

import { Client } from 'pg';
import { request } from 'undici';
import { addManyCustomers } from './many-customers.ts';
import { amountOf, applyLoad } from './load.ts';
import { figureOf } from './bare-routes.ts';
import { headersOf, withPlace } from './product.ts';
import type { Bench, Figure, Stage } from './stage.ts';

const CUSTOMERS = 1_000_000;
const PAGES = 12_000;
const CLIENTS = 64;
const PAGE = 50;
const DEEP_PAGE = 1_000;
/** Each query this often: the first of them finds nothing of it in memory. */
const TIMES = 10;
const CURSORS = 200;
const GIVEN_UP = 422;

type Query = Readonly<Record<string, string>>;

const SORTS = ['changedAt', 'updatedAt', 'createdAt', 'birthDate'].flatMap((field) => [{ sort: field }, { sort: `-${field}` }]);

/** Each filter alone, by values that many, few and single customers have; `ids` are some that there are. */
function filtersWith(ids: Query): Query[] {
  const { instituteId = '', courseId = '', sourceId = '', secondId = '' } = ids;
  const plain = [{ status: 'deleted' }, { country: 'GB' }, { country: 'IS' }, { gender: 'NON_BINARY' }, { source: 'cobi' }];
  const education = [{ instituteId }, { courseId }];
  const times = [{ changedSince: '2025-01-01T00:16:00Z' }, { updatedSince: '2024-12-01T00:00:00Z' }];
  const births = [
    { birthDateFrom: '1990-01-01', birthDateTo: '1990-01-31' },
    { birthDateFrom: '1980-01-01' },
    { birthDateTo: '1960-01-01' },
  ];
  const named = [{ externalId: `cobi:${sourceId}` }, { externalId: `cobi:${secondId}` }];
  const typed = ['12 mill road 7', 'city 15', 'a1b2', sourceId.slice(0, 9), '31.12.1990', '1'].map((q) => ({ q }));
  return [...plain, ...education, { consent: 'marketing:granted' }, ...times, ...births, ...named, ...typed];
}

const COMBINATIONS: readonly Query[] = [
  { country: 'GB', status: 'active' },
  { country: 'CA', consent: 'marketing:granted', sort: '-updatedAt' },
  { country: 'IS', consent: 'sms:granted', sort: 'birthDate' },
  { status: 'deleted', country: 'DE', sort: '-createdAt' },
  { source: 'wasabi', consent: 'sms:granted', country: 'FR' },
  { birthDateFrom: '1990-01-01', birthDateTo: '1999-12-31', country: 'SE', sort: 'birthDate' },
  { gender: 'MALE', country: 'US', birthDateFrom: '2000-01-01' },
  { q: 'city 1', country: 'GB', sort: '-updatedAt' },
  { updatedSince: '2024-10-01T00:00:00Z', source: 'cobi', sort: '-updatedAt' },
  { changedSince: '2025-01-01T00:05:00Z', status: 'active', consent: 'sms:refused', sort: 'createdAt' },
];

export const findCustomers: Bench = {
  name: 'find-customers',
  figures: ['list', 'list-alone', 'find-filters', 'find-combinations', 'find-page-1000'],
  measure: (stage) =>
    withPlace(stage, 'postgresql', async (place) => {
      // The first start makes the store.
      await stage.withServer(place, async () => undefined);
      const url = place.env['DATABASE_URL'] as string;
      await addManyCustomers(url, stage.count(CUSTOMERS));
      const ids = await someIds(url);
      return stage.withServer(place, ({ origin }) => figuresOf(stage, origin, ids));
    }),
};

async function figuresOf(stage: Stage, origin: string, ids: Query): Promise<Figure[]> {
  const cursors = await cursorsOf(origin);
  const path = (at: number): string => pathOf({ cursor: cursors[at % cursors.length] as string });
  const base = { origin, method: 'GET', headers: headersOf(), request: (at: number) => ({ path: path(at) }) } as const;
  const crowd = await applyLoad({ ...base, connections: CLIENTS, ...amountOf(stage.count(PAGES)) });
  const alone = await applyLoad({ ...base, connections: 1, count: 1_200, warmUp: 200 });
  const singles = filtersWith(ids).flatMap((filter) => SORTS.map((sort) => ({ ...filter, ...sort })));
  const deep: Query[] = [...SORTS, { country: 'GB', status: 'active' }, { source: 'wasabi', consent: 'sms:granted', sort: '-updatedAt' }];
  const starts: Query[] = [];
  for (const query of deep) starts.push({ ...query, cursor: await cursorAt(origin, query, DEEP_PAGE) });
  return [
    figureOf('list', crowd, 1),
    figureOf('list-alone', alone, 1),
    await eachOf('find-filters', origin, singles),
    await eachOf('find-combinations', origin, COMBINATIONS),
    await eachOf('find-page-1000', origin, starts),
  ];
}

/** Every query several times, one after the other; tells of the slowest. */
async function eachOf(name: string, origin: string, queries: readonly Query[]): Promise<Figure> {
  const slow: { ms: number; query: Query }[] = [];
  const all: number[] = [];
  const beganAt = performance.now();
  for (const query of queries) {
    const taken: number[] = [];
    for (let time = 0; time < TIMES; time += 1) taken.push(await timeOf(origin, query));
    all.push(...taken);
    slow.push({ ms: taken.toSorted((a, b) => a - b)[TIMES >> 1] as number, query });
  }
  const perSecond = all.length / ((performance.now() - beganAt) / 1000);
  for (const { ms, query } of slow.toSorted((a, b) => b.ms - a.ms).slice(0, 3)) {
    const { cursor: _cursor, ...shown } = query;
    console.error(`  ${name}: ${ms.toFixed(1)} ms in the middle for ${JSON.stringify(shown)}`);
  }
  const sorted = all.toSorted((a, b) => a - b);
  return { name, perSecond, p50Ms: sorted[all.length >> 1] as number, p99Ms: sorted[Math.floor(all.length * 0.99)] as number };
}

async function timeOf(origin: string, query: Query): Promise<number> {
  const beganAt = performance.now();
  await ask(origin, query);
  return performance.now() - beganAt;
}

function pathOf(query: Query): string {
  return `/v1/customers?${new URLSearchParams({ limit: String(PAGE), ...query }).toString()}`;
}

async function ask(origin: string, query: Query): Promise<string | null> {
  const { statusCode, body } = await request(origin + pathOf(query), { headers: headersOf() });
  const text = await body.text();
  // A query given up after half a second has its time counted like any other: on a machine of others' too, the row tells what it took.
  if (statusCode === GIVEN_UP) return null;
  if (statusCode !== 200) throw new Error(`${JSON.stringify(query)} answered ${statusCode}: ${text.slice(0, 300)}`);
  return (JSON.parse(text) as { nextCursor: string | null }).nextCursor;
}

/** Cursors of the first pages of the list. */
async function cursorsOf(origin: string): Promise<string[]> {
  const cursors: string[] = [];
  for (let cursor = await ask(origin, {}); cursor !== null && cursors.length < CURSORS; cursor = await ask(origin, { cursor })) {
    cursors.push(cursor);
  }
  return cursors;
}

/** The cursor of a page, or of the last that there is; reached by pages of 200 that carry ids alone. */
async function cursorAt(origin: string, query: Query, page: number): Promise<string> {
  let [cursor, next] = ['', await ask(origin, { ...query, limit: '200', fields: 'id' })];
  for (let read = 200; read <= page * PAGE && next !== null; read += 200) {
    cursor = next;
    next = await ask(origin, { ...query, limit: '200', fields: 'id', cursor });
  }
  return cursor;
}

/** Values that somebody in the store has. */
async function someIds(url: string): Promise<Query> {
  const client = new Client(url);
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, string>>(`select c.institute_id as "instituteId", c.course_id as "courseId",
  r.source_id as "sourceId", r.second_id as "secondId"
from source_record r join customer c using (account_id, customer_id) where r.second_id is not null limit 1`);
    return rows[0] ?? {};
  } finally {
    await client.end();
  }
}
