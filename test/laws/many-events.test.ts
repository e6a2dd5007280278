// A great many events of both formats, bad, repeated, updated and late ones among them, sent by eight clients at once over HTTP:
// what the registry then holds is what the plain model makes of the same records.

import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { addCounts, zeroCounts } from '../../src/core/outcome.ts';
import { generateSample } from '../../src/cli/sample.ts';
import { parse } from '../../src/formats/index.ts';
import { forEachStore } from '../helpers/stores.ts';
import { readStored } from './stored.ts';
import { RegistryModel } from '../model/registry-model.ts';
import { rounds } from '../helpers/rounds.ts';
import { seedOf } from './seed.ts';
import { startRegistryHere } from '../helpers/registry.ts';
import type { Api } from '../helpers/api.ts';
import type { OutcomeCounts } from '../../src/core/outcome.ts';
import type { Stored, StoredVersion } from './stored.ts';

const CLIENTS = 8;
const LONG_MS = 1_800_000;
const COUNTS = { embedded: rounds(8_000, 20_000), postgresql: rounds(12_000, 200_000) };
/** Replaying commit by commit costs the model a whole projection each: only shorter runs are held to it. */
const REPLAYED_MAX = 40_000;

interface Sending {
  readonly format: 'cobi' | 'wasabi';
  readonly texts: readonly string[];
}

forEachStore('many events', (store) => {
  const count = COUNTS[store.kind];

  it(
    `${count} of both formats from ${CLIENTS} clients end as the model says`,
    async () => {
      const { seed } = seedOf(`many events (${store.kind})`);
      const settings = await store.fresh();
      const registry = await startRegistryHere(settings);
      const texts = { cobi: sampleOf('cobi', count / 2, seed), wasabi: sampleOf('wasabi', count / 2, seed) };
      const counts = await sendAll(registry.api, shuffledBatches(texts, seed));
      await registry.stop();
      const model = new RegistryModel((linkKey) => derivedId(registry.scope.idKey, linkKey));
      const expected = commitAll(model, texts);
      expectSameSums(counts, expected);
      const stored = await readStored(settings, registry.scope);
      expectSameHoldings(stored, model);
      if (count <= REPLAYED_MAX) expectSameFeed(stored, registry.scope.idKey);
    },
    LONG_MS,
  );
});

function sampleOf(format: 'cobi' | 'wasabi', count: number, seed: number): string[] {
  return [...generateSample({ format, count, seed, bad: 0.01, duplicates: 0.1, updates: 0.2, shuffle: true })];
}

/** Batches of 100 to 1,000 records, those of the two formats in turn. */
function shuffledBatches(texts: Record<'cobi' | 'wasabi', readonly string[]>, seed: number): Sending[] {
  const batches: Sending[] = [];
  for (const format of ['cobi', 'wasabi'] as const) {
    for (let at = 0, size = 0; at < texts[format].length; at += size) {
      size = 100 + ((seed + 37 * batches.length) % 901);
      batches.push({ format, texts: texts[format].slice(at, at + size) });
    }
  }
  return batches
    .map((batch, at) => ({ batch, place: (at * 2) % batches.length }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ batch }) => batch);
}

async function sendAll(api: Api, batches: Sending[]): Promise<OutcomeCounts> {
  const counts = zeroCounts();
  const clients = Array.from({ length: CLIENTS }, async () => {
    for (let batch = batches.shift(); batch; batch = batches.shift()) addCounts(counts, await sendBatch(api, batch));
  });
  await Promise.all(clients);
  return counts;
}

interface CobiAnswer {
  batches: { data: { outcomes: OutcomeCounts; not_taken: number } }[];
}

async function sendBatch(api: Api, { format, texts }: Sending): Promise<OutcomeCounts> {
  if (format === 'wasabi') {
    const { body } = await api.post<{ outcomes: OutcomeCounts; notTaken: number }>('/wasabi/events', texts.join('\n'), {
      'content-type': 'application/x-ndjson',
    });
    expect(body.notTaken).toBe(0);
    return body.outcomes;
  }
  // A text that is no JSON would make the whole Cobi request unreadable: its sender sends it as a record of its own.
  const records = texts.map((text) => (isJson(text) ? text : JSON.stringify(text)));
  const { body } = await api.post<CobiAnswer>('/cobi/v1/data/customers', `{"records":[${records.join(',')}]}`);
  const sum = zeroCounts();
  for (const { data } of body.batches) {
    expect(data.not_taken).toBe(0);
    addCounts(sum, data.outcomes);
  }
  return sum;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** All of it in two commits: by law, no other split gives other people, links or versions. */
function commitAll(model: RegistryModel, texts: Record<'cobi' | 'wasabi', readonly string[]>): OutcomeCounts {
  const sum = zeroCounts();
  for (const format of ['cobi', 'wasabi'] as const) {
    const at = new Date().toISOString().replace('Z', '000Z');
    const received = texts[format].map((text) => parse(text, { format, now: at }));
    addCounts(sum, model.commit({ source: format, at, received }));
  }
  return sum;
}

function expectSameSums(counts: OutcomeCounts, expected: OutcomeCounts): void {
  const remainder = ({ updated, unchanged, stale }: OutcomeCounts): number => updated + unchanged + stale;
  expect({ created: counts.created, rejected: counts.rejected, suppressed: 0, rest: remainder(counts) }).toEqual({
    created: expected.created,
    rejected: expected.rejected,
    suppressed: 0,
    rest: remainder(expected),
  });
  expect(expected.rejected).toBeGreaterThan(0);
}

function expectSameHoldings(stored: Stored, model: RegistryModel): void {
  expect(stored.versions.length).toBe(model.versions().length);
  expect(differing(stored.versions, model.versions())).toEqual([]);
  expect(differing(stored.links, model.links())).toEqual([]);
  const shown = [...stored.customers].map(([id, document]) => `${id} ${contentOf(JSON.parse(document) as object)}`);
  const modelled = [...model.customers()].map(([id, { content }]) => `${id} ${contentOf(content)}`);
  expect(differing(shown, modelled)).toEqual([]);
}

/** The change feed, and each customer's count of changes, as the model has them that replays the commits in their order. */
function expectSameFeed(stored: Stored, idKey: Uint8Array): void {
  const model = new RegistryModel((linkKey) => derivedId(idKey, linkKey));
  for (const commit of Map.groupBy(stored.history, ({ commitNo }) => commitNo).values()) replay(model, commit);
  const changes = model.changes.map(
    ({ sequence, customerId, version, type, fields }) => `${sequence} ${customerId} v${version} ${type} ${fields.toSorted().join(',')}`,
  );
  expect(stored.changes.length).toBe(changes.length);
  expect(differing(stored.changes, changes)).toEqual([]);
}

function replay(model: RegistryModel, commit: readonly StoredVersion[]): void {
  const [{ source, recordedAt: at }] = commit as [StoredVersion];
  const received = commit.map(({ payload, format }) => parse(payload, { format, now: '9000-01-01T00:00:00.000000Z' }));
  model.commit({ source, at, received });
}

/** The first few that only one of both has; texts, since no diff of 100,000 objects is of use to anybody. */
function differing(a: readonly string[], b: readonly string[]): string[] {
  const [inA, inB] = [new Set(a), new Set(b)];
  const only = (from: readonly string[], other: ReadonlySet<string>, name: string): string[] =>
    from
      .filter((text) => !other.has(text))
      .slice(0, 3)
      .map((text) => `${name}: ${text}`);
  return [...only(a, inB, 'stored'), ...only(b, inA, 'model')];
}

/** Content with sorted members and without what only the registry adds. */
function contentOf(customer: object): string {
  const { id: _id, version: _version, ...content } = customer as { id?: unknown; version?: unknown };
  return JSON.stringify(content, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

/** surface.md, "Ids": a UUID, version 8, of the HMAC-SHA-256 of the link key under the account's key. */
function derivedId(idKey: Uint8Array, linkKey: string): string {
  const hex = createHmac('sha256', idKey).update(linkKey).digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `${variant}${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}
