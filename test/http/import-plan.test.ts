// Dry runs of imports: what the plan says is what taking the file in then does, and until then nothing is there but the job.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { cobi, sentRecords, uuid, wasabi } from '../helpers/people.ts';
import { diffValues } from '../../src/core/shown-values.ts';
import { filesFolderOf } from '../helpers/databases.ts';
import { forEachStore } from '../helpers/stores.ts';
import { importFile } from '../helpers/imports.ts';
import { operatorKey, startRegistryHere } from '../helpers/registry.ts';
import { rounds } from '../helpers/rounds.ts';
import { seedOf } from '../laws/seed.ts';
import type { Api } from '../helpers/api.ts';
import type { CustomerContent } from '../../src/core/customer.ts';
import type { ImportAnswer } from '../helpers/imports.ts';
import type { ImportPlan } from '../../src/core/import-plan.ts';
import type { RegistryHere } from '../helpers/registry.ts';
import type { Sent } from '../helpers/people.ts';
import type { StoreSettings } from '../../src/storage/database.ts';

type Planned = Omit<ImportAnswer, 'plan'> & { readonly plan: ImportPlan };
type Shown = CustomerContent & { readonly id: string };

const RUNS = rounds(20, 1_000);
const lines = (...records: object[]): string => records.map((record) => `${JSON.stringify(record)}\n`).join('');

async function planOf(api: Api, file: string, query = ''): Promise<Planned> {
  return (await importFile(api, file, `?dryRun=true${query}`)) as unknown as Planned;
}

/** Every customer of the account, by id. */
async function customersOf(api: Api): Promise<Map<string, Shown>> {
  const { body } = await api.get<{ data: Shown[] }>('/v1/customers?limit=200');
  return new Map(body.data.map((customer) => [customer.id, customer]));
}

/** Everything that is told of the account but its imports. */
async function heldOf(api: Api): Promise<string[]> {
  const paths = ['/v1/customers?limit=200', '/v1/changes', '/v1/outcomes', '/v1/rejections'];
  return Promise.all(paths.map(async (path) => (await api.get(path)).text));
}

function differencesBetween(before: Map<string, Shown>, after: Map<string, Shown>): Map<string, object[]> {
  const changed = [...after].map(([id, customer]) => [id, diffValues(before.get(id) ?? null, customer)] as const);
  return new Map(changed.filter(([id, values]) => values.length > 0 || !before.has(id)));
}

forEachStore('the dry run of an import', (store) => {
  const keys = Array.from({ length: RUNS }, operatorKey);
  let settings: StoreSettings;
  let registry: RegistryHere;
  beforeAll(async () => {
    settings = await store.fresh();
    registry = await startRegistryHere(settings, { keys });
  });
  afterAll(() => registry.stop());

  it('says what taking the file in then does', async () => {
    const format = fc.constantFrom('cobi', 'wasabi');
    const property = fc.asyncProperty(sentRecords, sentRecords, format, async (earlier, later, feed) => {
      const api = registry.api.withKey(keys.pop() as string);
      await send(api, earlier);
      const file = `${later.map(({ feed: { format: of }, text }) => (of === feed ? `${text}\n` : '')).join('')}{"no": "record"}\n`;
      const [before, held] = [await customersOf(api), await heldOf(api)];
      const { plan, ...job } = await planOf(api, file, `&format=${feed}`);
      expect(job).toMatchObject({ state: 'finished', received: 0 });
      expect(await heldOf(api)).toEqual(held);
      const taken = await importFile(api, file, `?format=${feed}`);
      expect([plan.outcomes, job.issues]).toEqual([taken.outcomes, taken.issues]);
      const after = await customersOf(api);
      expectSameDifferences(plan, before, after);
      expectSameJoins(plan, before, after);
    });
    await fc.assert(property, { numRuns: RUNS, endOnFailure: true, ...seedOf('dry run') });
  });

  it('shows differences, joins and conflicts where they stand in the file', async () => {
    await registry.api.post('/cobi/v1/data/customers', { records: [cobi(1, { gender: 'before' }), cobi(2)] });
    await registry.api.post('/wasabi/events', wasabi(uuid(3), { dateOfBirth: '1990-01-01' }));
    const changed = cobi(1, { gender: 'after', updated: '2024-02-01T00:00:00Z' });
    const file = lines(cobi(2), changed, cobi(3, { birthdate: '1991-01-01' }), cobi(4), cobi(5, { region: 'UK' }), cobi(4));
    const { plan, ...job } = await planOf(registry.api, file);
    expect(job).toMatchObject({ state: 'finished', dryRun: true, undoableUntil: null, issues: [{ code: 'country_unknown', first: 5 }] });
    expect(plan.outcomes).toEqual({ created: 2, updated: 1, unchanged: 2, stale: 0, rejected: 1, suppressed: 0 });
    expect(plan.customers).toMatchObject({ 'customer.created': 1, 'customer.updated': 2 });
    expect(plan.differences.total).toBe(3);
    expect(plan.differences.first.map(({ line, change }) => [line, change])).toEqual([
      [2, 'customer.updated'],
      [3, 'customer.updated'],
      [4, 'customer.created'],
    ]);
    expect(plan.differences.first[0]?.values).toContainEqual({ pointer: '/gender', from: 'before', to: 'after' });
    expect(plan).toMatchObject({ links: 2, joins: { total: 1, first: [{ line: 3, sourceId: uuid(3) }] } });
    expect(plan.conflicts).toMatchObject({ total: 1, first: [{ line: 3, field: 'birthDate', values: [{}, {}] }] });
    const { body } = await registry.api.get<{ data: object[] }>('/v1/imports?limit=1');
    expect(body.data).toMatchObject([{ id: job.id, dryRun: true, plan: null }]);
  });

  it('shows customers who are known before new ones, however many these are', async () => {
    await registry.api.post('/cobi/v1/data/customers', { records: [cobi(501)] });
    const people = Array.from({ length: 120 }, (_, at) => cobi(510 + at));
    const known = cobi(501, { gender: 'after', updated: '2024-02-01T00:00:00Z' });
    const { plan } = await planOf(registry.api, lines(...people, known, ...people.map((_, at) => cobi(700 + at))));
    expect(plan.differences).toMatchObject({ total: 241, first: { length: 100, 0: { line: 121, change: 'customer.updated' } } });
    expect(plan.differences.first.slice(1).map(({ line }) => line)).toEqual(Array.from({ length: 99 }, (_, at) => at + 1));
  });

  it('decides on a file that fits into no memory as on a small one, and lays nothing aside for good', async () => {
    const pad = Array.from({ length: 5 }, () => 'x'.repeat(1_000));
    const record = (at: number): object => cobi(10_000 + (at % 1_500), { pad, updated: `2024-01-0${1 + (at % 7)}T00:00:00Z` });
    const file = lines(...Array.from({ length: 2_200 }, (_, at) => record(at)));
    const { plan } = await planOf(registry.api, file);
    const taken = await importFile(registry.api, file);
    expect(plan.outcomes).toEqual(taken.outcomes);
    expect(plan.differences).toMatchObject({ total: 1_500, first: { length: 100, 0: { line: 1 }, 99: { line: 100 } } });
    const files = 'dataDir' in settings ? settings.dataDir : filesFolderOf(settings.databaseUrl);
    const folders = readdirSync(join(files, 'imports'), { recursive: true, encoding: 'utf8' });
    expect(folders.filter((name) => name.includes('scratch'))).toEqual([]);
  });

  describe('takes nothing in, so that', () => {
    it('there is nothing to undo, and no receipt', async () => {
      const { id } = await planOf(registry.api, lines(cobi(20)));
      const undone = await registry.api.post<{ detail: string }>(`/v1/imports/${id}/undo`, '');
      expect([undone.status, undone.body.detail]).toEqual([409, 'A dry run takes nothing in: there is nothing to undo.']);
      expect((await registry.api.get(`/v1/receipts/${id}`)).status).toBe(404);
      expect((await registry.api.get(`/v1/customers/by/cobi/${uuid(20)}`)).status).toBe(404);
    });

    it('a file that would be refused is, for the same reason', async () => {
      const file = lines(cobi(21), cobi(22, { region: 'XX' }));
      const { state, reason, id, plan } = await planOf(registry.api, file, '&policy=reject_file');
      const taken = await importFile(registry.api, file, '?policy=reject_file');
      expect({ state, reason, plan }).toEqual({ state: taken.state, reason: taken.reason, plan: null });
      expect((await registry.api.get(`/v1/receipts/${id}`)).status).toBe(404);
      expect((await registry.api.get(`/v1/imports/${id}/rejects`)).text).toContain('"_code":"country_unknown"');
    });
  });
});

async function send(api: Api, records: readonly Sent[]): Promise<void> {
  for (const { feed, text } of records) {
    if (feed.format === 'cobi') await api.post('/cobi/v1/data/customers', `{"records":[${text}]}`);
    else await api.post('/wasabi/events', text);
  }
}

function expectSameDifferences(plan: ImportPlan, before: Map<string, Shown>, after: Map<string, Shown>): void {
  const planned = plan.differences.first.map(({ customerId, values }) => [customerId, JSON.stringify(values)] as const);
  const done = [...differencesBetween(before, after)].map(([id, values]) => [id, JSON.stringify(values)] as const);
  expect(new Map(planned)).toEqual(new Map(done));
  expect(plan.differences.total).toBe(done.length);
  expect(plan.customers['customer.created']).toBe([...after.keys()].filter((id) => !before.has(id)).length);
}

function expectSameJoins(plan: ImportPlan, before: Map<string, Shown>, after: Map<string, Shown>): void {
  const sources = (customer: Shown | undefined): Set<string> => new Set(customer?.externalIdentifiers.map(({ source }) => source));
  const joined = [...after].filter(([id, customer]) => before.has(id) && sources(customer).size > sources(before.get(id)).size);
  expect(plan.joins.first.map(({ customerId }) => customerId).toSorted()).toEqual(joined.map(([id]) => id).toSorted());
  const conflicts = [...after].flatMap(([id, { conflicts: now }]) =>
    now.filter((conflict) => JSON.stringify(conflict) !== JSON.stringify(before.get(id)?.conflicts[0])).map(() => id),
  );
  expect(plan.conflicts.first.map(({ customerId }) => customerId).toSorted()).toEqual(conflicts.toSorted());
}
