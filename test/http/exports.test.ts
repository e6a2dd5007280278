// Exports over HTTP: every customer that meets the filters, once, as all were at one moment; and in again as they went out.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cobi, uuid, wasabi } from '../helpers/people.ts';
import { forEachStore } from '../helpers/stores.ts';
import { importFile } from '../helpers/imports.ts';
import { operatorKey, startRegistryHere } from '../helpers/registry.ts';
import type { RegistryHere } from '../helpers/registry.ts';

/** The embedded store is copied aside for each export, which takes a while where many tests run. */
const SLOW_MS = 180_000;

interface Line {
  readonly customerId: string;
  readonly losses?: readonly object[];
  readonly refused?: string;
}

forEachStore('an export', (store) => {
  const otherKey = operatorKey();
  const formula = '=HYPERLINK("http://example.com","click")';
  let registry: RegistryHere;
  beforeAll(async () => {
    registry = await startRegistryHere(await store.fresh(), { keys: [otherKey] });
    const records = Array.from({ length: 600 }, (_, at) => cobi(at, { region: at % 3 === 0 ? 'FR' : 'CA' }));
    await registry.api.post('/cobi/v1/data/customers', { records });
    await registry.api.post('/cobi/v1/data/customers', { records: [cobi(900, { gender: formula, birthdate: '1990-01-01' })] });
    await registry.api.post('/wasabi/events', wasabi('nowhere', { nickname: 'kept' }));
  });
  afterAll(() => registry.stop());

  const get = async (query: string): Promise<string> => {
    const { status, text } = await registry.api.get(`/v1/exports?${query}`);
    expect(status, text).toBe(200);
    return text;
  };
  const lines = <T>(text: string): T[] =>
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as T);

  it('has every customer once, in the order of their ids, and goes on where it broke off', async () => {
    const ids = lines<{ id: string }>(await get('')).map(({ id }) => id);
    expect(ids).toHaveLength(602);
    expect(ids).toEqual([...new Set(ids)].toSorted());
    const rest = lines<{ id: string }>(await get(`after=${ids[399]}`)).map(({ id }) => id);
    expect(rest).toEqual(ids.slice(400));
  });

  it('takes the filters of finding, and no others', async () => {
    expect(lines(await get('country=FR'))).toHaveLength(200);
    expect(lines(await get('q=nowhere'))).toHaveLength(1);
    expect((await registry.api.get('/v1/exports?countri=FR')).status).toBe(400);
  });

  it('gives a sender’s format, and says what is lost and who has no such form', async () => {
    expect(lines<object>(await get('format=cobi&country=CA'))).toHaveLength(401);
    const told = lines<Line>(await get('format=cobi&losses=body&source=wasabi'));
    expect(told).toMatchObject([{ refused: expect.stringContaining('no country') as string }]);
    const [first] = lines<Line>(await get('format=wasabi&losses=body&country=FR'));
    expect(first?.losses?.length).toBeGreaterThan(0);
  });

  describe('of the past', () => {
    const noteOf = (text: string): unknown[] =>
      lines<{ gender: string; version: number }>(text).map(({ gender, version }) => [gender, version]);
    const say = (updated: string, gender: string): Promise<unknown> =>
      registry.api.post('/cobi/v1/data/customers', { records: [cobi(950, { updated, gender, region: 'IS' })] });

    it(
      'has every customer as it was then, or as it was known then, by the filters',
      async () => {
        await say('2024-03-01T00:00:00Z', 'first');
        const known = lines<{ changedAt: string }>(await get('country=IS'))[0]?.changedAt ?? '';
        await say('2024-03-05T00:00:00Z', 'second');
        expect(noteOf(await get(`country=IS&knownAt=${known}`))).toEqual([['first', 1]]);
        expect(noteOf(await get('gender=first&asOf=2024-03-02T00:00:00Z&externalId=cobi:' + uuid(950)))).toEqual([['first', 1]]);
        expect(await get('country=IS&asOf=2024-02-28T00:00:00Z')).toBe('');
      },
      SLOW_MS,
    );

    it(
      'is the present where the time is past everything',
      async () => {
        expect(await get('asOf=9999-01-01T00:00:00Z')).toBe(await get(''));
      },
      SLOW_MS,
    );

    it('is asked for by times, and not by words', async () => {
      expect((await registry.api.get('/v1/exports?asOf=yesterday')).status).toBe(400);
      const words = await registry.api.get<{ detail: string }>('/v1/exports?asOf=2024-01-01T00:00:00Z&q=no');
      expect([words.status, words.body.detail]).toEqual([400, '"q" looks in the present alone: leave it out, or "asOf" and "knownAt".']);
    });
  });

  it('defuses formulas in a table, which comes back as it was', async () => {
    const table = await get('format=cobi&as=csv&birthDateFrom=1990-01-01');
    const [header, row] = table.split('\r\n');
    expect(header).toBe('customer_id,user_id,birthdate,institute_id,course_id,region,gender,created,updated,is_deleted');
    expect(row).toContain(`"'=HYPERLINK(""http://example.com"",""click"")"`);
    const job = await importFile(registry.api, table, '?source=again');
    expect(job).toMatchObject({ format: 'cobi', outcomes: { created: 1 } });
    const { body } = await registry.api.get(`/cobi/v1/data/customers/${uuid(900)}?source=again`);
    expect(body).toMatchObject({ gender: formula });
  });

  it('shows nothing of another account', async () => {
    expect((await registry.api.withKey(otherKey).get('/v1/exports')).text).toBe('');
  });
});
