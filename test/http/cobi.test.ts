// Cobi's data API over real HTTP: every status, batch by batch, and what came in read back.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cobi, uuid } from '../helpers/people.ts';
import { forEachStore } from '../helpers/stores.ts';
import { operatorKey, startRegistryHere } from '../helpers/registry.ts';
import type { Api } from '../helpers/api.ts';
import type { TestRegistry } from '../helpers/registry.ts';

interface CobiAnswer {
  request_id: string;
  type: string;
  batches: {
    batch: number;
    status: number;
    data: { status: string; error: string; outcomes: Record<string, number>; issues: { index: number; code: string; pointer: string }[] };
  }[];
}

const CUSTOMERS = '/cobi/v1/data/customers';

forEachStore('the Cobi API', (store) => {
  let registry: TestRegistry;
  let api: Api;
  beforeAll(async () => {
    registry = await startRegistryHere(await store.fresh());
    api = registry.api;
  });
  afterAll(() => registry.stop());

  const send = (records: readonly unknown[], path = CUSTOMERS) => api.post<CobiAnswer>(path, { records });
  const codesOf = (answer: CobiAnswer): string[] => answer.batches.flatMap(({ data }) => data.issues.map(({ code }) => code));

  it('lists records with their members, order and numbers as they were sent', async () => {
    const text = `${JSON.stringify(cobi(77)).slice(0, -1)},"n":12345678901234567890,"v":1.0,"m":{"b":1,"1":2}}`;
    await api.post(CUSTOMERS, `{"records":[${text}]}`);
    expect((await api.get(`${CUSTOMERS}?limit=200`)).text).toContain(text);
  });

  describe('takes records and', () => {
    it('answers success in the words of its clients', async () => {
      const { status, body, headers } = await send([cobi(1)]);
      expect(status).toBe(200);
      expect(body).toMatchObject({ request_id: headers['x-request-id'], type: 'customers' });
      expect(body.batches).toHaveLength(1);
      expect(body.batches[0]).toMatchObject({ batch: 1, status: 200, data: { status: 'success', type: 'customers', error: '' } });
      expect(body.batches[0]?.data.outcomes).toMatchObject({ created: 1, updated: 0, rejected: 0 });
    });

    it('answers 207 and names the record, the field and what would be right, when some failed', async () => {
      const { status, body } = await send([cobi(2), cobi(3, { region: 'UK' }), cobi(4, { birthdate: '2023-02-30' })]);
      expect(status).toBe(207);
      expect(body.batches[0]?.data).toMatchObject({ status: 'partial', outcomes: { created: 1, rejected: 2 } });
      expect(body.batches[0]?.data.error).not.toBe('');
      expect(body.batches[0]?.data.issues).toEqual([
        expect.objectContaining({ index: 1, code: 'country_unknown', pointer: '/region', suggestion: 'GB', severity: 'error' }),
        expect.objectContaining({ index: 2, code: 'date_invalid', pointer: '/birthdate' }),
      ]);
    });

    it('answers 400 when none is valid, and keeps them as rejections', async () => {
      const { status, body } = await send([{}, 42]);
      expect(status).toBe(400);
      expect(body.batches[0]).toMatchObject({ status: 400, data: { status: 'error', outcomes: { rejected: 2 } } });
      const { body: kept } = await api.get(`/v1/rejections?requestId=${body.request_id}`);
      expect(kept).toMatchObject({
        data: [
          { format: 'cobi', state: 'open' },
          { format: 'cobi', state: 'open' },
        ],
      });
    });

    it('cuts 5,000 records into batches of 1,000, each answered', async () => {
      const records = Array.from({ length: 5_000 }, (_, at) => cobi(10_000 + at, at === 2_500 ? { region: 'XX' } : {}));
      const { status, body } = await send(records);
      expect(status).toBe(207);
      expect(body.batches.map((batch) => batch.status)).toEqual([200, 200, 207, 200, 200]);
      const errors = body.batches.flatMap(({ data }) => data.issues).filter(({ code }) => code === 'country_unknown');
      expect(errors).toEqual([expect.objectContaining({ index: 2_500, pointer: '/region' })]);
    });

    it('takes institutes and courses', async () => {
      const institute = { institute_id: uuid(60), name: 'Institute of Tests', region: 'CA' };
      expect((await send([institute], '/cobi/v1/data/institutes')).body.batches[0]?.data.outcomes['created']).toBe(1);
      expect((await send([{ course_id: uuid(61), name: 'Tests' }], '/cobi/v1/data/courses')).status).toBe(200);
      expect((await api.get(`/cobi/v1/data/institutes/${uuid(60)}`)).body).toEqual(institute);
      expect((await api.get(`/cobi/v1/data/courses/${uuid(61)}`)).body).toEqual({ course_id: uuid(61), name: 'Tests' });
    });

    it('keeps the last of two statements without a time, across the batches of one request', async () => {
      const filler = Array.from({ length: 2_000 }, (_, at) => cobi(20_000 + at));
      const timeless = (gender: string): object => cobi(90, { gender, updated: null });
      await send([timeless('first'), ...filler, timeless('last')]);
      expect((await api.get(`${CUSTOMERS}/${uuid(90)}`)).body).toMatchObject({ gender: 'last' });
    });
  });

  describe('refuses with nothing stored', () => {
    it.each([
      ['a body that is no JSON', '{"records": [', 'body_unreadable'],
      ['a bare array', '[]', 'body_unreadable'],
      ['a body without records', '{}', 'body_unreadable'],
      ['an empty body', '', 'request_invalid'],
      ['0 records', '{"records": []}', 'request_invalid'],
      ['5,001 records', JSON.stringify({ records: Array.from({ length: 5_001 }, () => 1) }), 'request_invalid'],
    ])('%s (400)', async (_name, body, code) => {
      const answer = await api.post(CUSTOMERS, body);
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({ error: 'Bad Request', code });
    });

    it('an unknown type (404), and says which types there are', async () => {
      const answer = await send([cobi(1)], '/cobi/v1/data/students');
      expect(answer.status).toBe(404);
      expect(answer.body).toMatchObject({ error: 'Not Found', message: expect.stringContaining('customers, institutes, courses') });
    });

    it('a body over the limit (413)', async () => {
      const answer = await api.post(CUSTOMERS, ' '.repeat(65 * 1024 * 1024)).catch(() => null);
      // A client that still writes may meet the closed connection before it reads the answer.
      if (answer) expect(answer.status).toBe(413);
    });

    it('a missing and a wrong key (401), in the words of its clients', async () => {
      const refused = { error: 'Unauthorized', message: 'Invalid or missing API key' };
      for (const key of [null, operatorKey(), 'clk_mistyped']) {
        const answer = await api.withKey(key).post(CUSTOMERS, { records: [cobi(1)] });
        expect(answer.status).toBe(401);
        expect(answer.body).toMatchObject(refused);
      }
    });

    it('a source and fixes that cannot be used (400)', async () => {
      expect((await send([cobi(1)], `${CUSTOMERS}?source=No+Such`)).status).toBe(400);
      expect((await send([cobi(1)], `${CUSTOMERS}?fixes=maybe`)).status).toBe(400);
    });
  });

  describe('reads back', () => {
    it('the same members, order, values and spelling, by the id in any letter case', async () => {
      const text = `{"user_id":"${uuid(901)}","customer_id":"${uuid(20).replace('4000', '4ABC')}","region":"CA","extra":[1.0,null,""],"updated":"2024-01-01T00:00:00Z"}`;
      await api.post(CUSTOMERS, `{"records": [ ${text.replaceAll(',"', ', "')} ]}`);
      const { body, text: back, headers } = await api.get<string>(`${CUSTOMERS}/${uuid(20).replace('4000', '4aBc')}`);
      expect(headers['content-type']).toContain('application/json');
      expect(back).toBe(text);
      expect(body).toBeTypeOf('object');
    });

    it('a deleted record as the tombstone it is, and a later statement restores the customer', async () => {
      await send([cobi(21)]);
      await send([cobi(21, { is_deleted: true, updated: '2024-02-01T00:00:00Z' })]);
      expect((await api.get(`${CUSTOMERS}/${uuid(21)}`)).body).toMatchObject({ is_deleted: true });
      expect(await statusOf(uuid(21))).toBe('deleted');
      await send([cobi(21, { is_deleted: null, updated: '2024-03-01T00:00:00Z' })]);
      expect(await statusOf(uuid(21))).toBe('active');
    });

    it('404 for an id that is not held, and one that could never be', async () => {
      for (const id of [uuid(99_999), 'x', '%F0%9F%98%80']) {
        expect((await api.get(`${CUSTOMERS}/${id}`)).status, id).toBe(404);
      }
    });

    it('400 for an id that no database can hold', async () => expect((await api.get(`${CUSTOMERS}/%00`)).status).toBe(400));

    it('all records page by page, none missed and none twice', async () => {
      const source = 'paged';
      const records = Array.from({ length: 25 }, (_, number) => cobi(700 + number));
      await send(records, `${CUSTOMERS}?source=${source}`);
      const seen: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const page: { data: { customer_id: string }[]; nextCursor: string | null } = (
          await api.get<{ data: { customer_id: string }[]; nextCursor: string | null }>(
            `${CUSTOMERS}?source=${source}&limit=10${cursor && `&cursor=${cursor}`}`,
          )
        ).body;
        seen.push(...page.data.map(({ customer_id }) => customer_id));
        cursor = page.nextCursor;
      }
      expect(seen).toEqual(records.map((_, number) => uuid(700 + number)));
    });

    it('400 for a cursor or a limit that cannot be used', async () => {
      for (const query of ['cursor=x', 'limit=0', 'limit=201', 'limit=ten'])
        expect((await api.get(`${CUSTOMERS}?${query}`)).status).toBe(400);
    });

    async function statusOf(sourceId: string): Promise<unknown> {
      const { body } = await api.get<{ data: { status: string; externalIdentifiers: { id: string }[] }[] }>('/v1/customers?limit=200');
      return body.data.find(({ externalIdentifiers }) => externalIdentifiers[0]?.id === sourceId)?.status;
    }
  });

  describe('a reference', () => {
    const student = cobi(30, { institute_id: uuid(31), course_id: uuid(32) });
    const unresolved = ['reference_unresolved', 'reference_unresolved'];

    it('that is not known yet is a warning, and resolves when the institute and the course arrive', async () => {
      const first = await send([student]);
      expect(first.status).toBe(200);
      expect(codesOf(first.body)).toEqual(unresolved);
      await send([{ institute_id: uuid(31), name: 'Late', region: 'CA' }], '/cobi/v1/data/institutes');
      expect(codesOf((await send([student])).body)).toEqual(['reference_unresolved']);
      await send([{ course_id: uuid(32), name: 'Later' }], '/cobi/v1/data/courses');
      const last = await send([student]);
      expect(codesOf(last.body)).toEqual([]);
      expect(last.body.batches[0]?.data.outcomes['unchanged']).toBe(1);
    });
  });

  it('records without a time are counted as ordered by their receipt', async () => {
    const { body } = await send([cobi(50, { updated: null }), cobi(51), {}]);
    expect(body.batches[0]?.data).toMatchObject({ timeSource: { stated: 1, received: 1 } });
  });

  it('fixes=apply takes certain suggestions and says so', async () => {
    const answer = await send([cobi(40, { region: 'uk' }), cobi(41, { birthdate: '1990-1-5' })], `${CUSTOMERS}?fixes=apply`);
    expect(answer.status).toBe(200);
    expect(answer.body.batches[0]?.data.outcomes['created']).toBe(2);
    expect(answer.body.batches[0]?.data.issues.length).toBe(2);
    expect((await api.get(`${CUSTOMERS}/${uuid(40)}`)).body).toMatchObject({ region: 'GB' });
  });
});
