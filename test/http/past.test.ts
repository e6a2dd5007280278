// The past of a customer over real HTTP: as it was, as it was known, what changed it, and why it is shown as it is.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { cobi, uuid, wasabi } from '../helpers/people.ts';
import { forEachStore } from '../helpers/stores.ts';
import { operatorKey, startRegistryHere } from '../helpers/registry.ts';
import type { Answer, Api } from '../helpers/api.ts';
import type { TestRegistry } from '../helpers/registry.ts';

interface Customer {
  readonly id: string;
  readonly birthDate: string;
  readonly version: number;
  readonly changedAt: string;
}

interface Explained {
  readonly values: readonly { readonly pointer: string }[];
}

forEachStore('the past of a customer', (store) => {
  const otherKey = operatorKey();
  let registry: TestRegistry;
  let api: Api;
  let id: string;
  beforeAll(async () => {
    registry = await startRegistryHere(await store.fresh(), { keys: [otherKey] });
    api = registry.api;
    await say('2024-01-01T00:00:00Z', '1990-01-01');
    await say('2024-01-05T00:00:00Z', '1990-05-05');
    id = (await api.get<Customer>(`/v1/customers/by/wasabi/${uuid(1)}`)).body.id;
  });
  afterAll(() => registry.stop());

  const say = (updatedAt: string, dateOfBirth: string): Promise<unknown> =>
    api.post('/wasabi/events', wasabi(uuid(1), { updatedAt, dateOfBirth, createdAt: '2020-01-01T00:00:00Z' }));
  const at = (query: string, of = id): Promise<Answer<Customer>> => api.get<Customer>(`/v1/customers/${of}?${query}`);

  it('as of a day changes with what arrives late about it, and as known before does not', async () => {
    const day1 = 'asOf=2024-01-02T00:00:00Z';
    const present = (await at('')).body;
    expect((await at(day1)).body).toMatchObject({ birthDate: '1990-01-01', version: 1 });
    expect((await at(`${day1}&knownAt=${present.changedAt}`)).body.birthDate).toBe('1990-01-01');
    await say('2024-01-01T12:00:00Z', '1990-12-12');
    expect((await at(day1)).body).toMatchObject({ birthDate: '1990-12-12', version: 2 });
    expect((await at(`${day1}&knownAt=${present.changedAt}`)).body).toMatchObject({ birthDate: '1990-01-01', version: 1 });
    expect((await at(`knownAt=${present.changedAt}`)).body).toEqual(present);
    expect((await at('')).body).toEqual(present);
    expect((await at('knownAt=9999-12-31T23:59:59Z&asOf=9999-12-31T23:59:59Z')).body).toEqual(present);
  });

  it('is read by a source’s id, in parts and in a sender’s format like the present', async () => {
    const past = 'asOf=2024-01-01T02:00:00%2B02:00';
    const named = await api.get(`/v1/customers/by/wasabi/${uuid(1)}?${past}&fields=birthDate`);
    expect(named.body).toMatchObject({ birthDate: '1990-01-01' });
    expect((await at(`${past}&format=wasabi`)).body).toMatchObject({ body: { dateOfBirth: '1990-01-01' } });
  });

  it('is told change by change, latest first and page by page', async () => {
    const { body } = await api.get<{ data: object[]; nextCursor: string | null }>(`/v1/customers/${id}/history`);
    expect(body).toMatchObject({
      data: [
        {
          version: 2,
          type: 'customer.updated',
          trueAt: '2024-01-05T00:00:00.000000Z',
          causes: [{ kind: 'stated', source: 'wasabi', sourceId: uuid(1), versionNo: 2, timeSource: 'stated' }],
          values: [
            { pointer: '/birthDate', from: '1990-01-01', to: '1990-05-05' },
            { pointer: '/updatedAt', from: '2024-01-01T00:00:00.000000Z', to: '2024-01-05T00:00:00.000000Z' },
          ],
        },
        { version: 1, type: 'customer.created', trueAt: '2024-01-01T00:00:00.000000Z' },
      ],
      nextCursor: null,
    });
    expect(body.data[1]).toHaveProperty('values.1', { pointer: '/birthDate', from: null, to: '1990-01-01' });
    const first = (await api.get<typeof body>(`/v1/customers/${id}/history?limit=1`)).body;
    const second = (await api.get<typeof body>(`/v1/customers/${id}/history?limit=1&cursor=${first.nextCursor}`)).body;
    expect([...first.data, ...second.data]).toEqual(body.data);
    expect(second.nextCursor).toBe(null);
    const early = await api.get(`/v1/customers/${id}/history?asOf=2024-01-02T00:00:00Z`);
    expect(early.body).toMatchObject({ data: [{ version: 2, trueAt: '2024-01-01T12:00:00.000000Z' }, { version: 1 }] });
  });

  it('explains every shown value with its version, its rule and what lost', async () => {
    await api.post('/cobi/v1/data/customers', { records: [cobi(1, { birthdate: '1991-01-01', gender: 'MALE' })] });
    const { body } = await api.get<Explained>(`/v1/customers/${id}/provenance`);
    const explained = (pointer: string): object | undefined => body.values.find((value) => value.pointer === pointer);
    expect(explained('/birthDate')).toEqual({
      pointer: '/birthDate',
      value: '1990-05-05',
      rule: 'latest_statement',
      from: {
        source: 'wasabi',
        sourceId: uuid(1),
        versionNo: 2,
        versionTime: '2024-01-05T00:00:00.000000Z',
        timeSource: 'stated',
        receivedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      },
      alsoFrom: [],
      lost: [{ value: '1991-01-01', from: expect.objectContaining({ source: 'cobi', versionNo: 1 }), because: 'older' }],
    });
    expect(explained('/gender')).toMatchObject({ value: 'MALE', from: { source: 'cobi' }, lost: [] });
    expect(explained('/createdAt')).toMatchObject({ value: '2020-01-01T00:00:00.000000Z', rule: 'earliest' });
    expect(body).toMatchObject({ conflicts: [{ field: 'birthDate' }], rules: { latest_statement: expect.any(String) } });
    await api.post('/cobi/v1/data/customers', {
      records: [cobi(1, { birthdate: '1991-01-01', is_deleted: true, updated: '2024-02-01T00:00:00Z' })],
    });
    const after = (await api.get<Explained>(`/v1/customers/${id}/provenance`)).body.values;
    expect(after.find(({ pointer }) => pointer === '/birthDate')).toMatchObject({ lost: [{ value: '1991-01-01', because: 'deleted' }] });
    const before = await api.get<Explained>(`/v1/customers/${id}/provenance?asOf=2024-01-02T00:00:00Z`);
    expect(before.body.values.find(({ pointer }) => pointer === '/birthDate')).toMatchObject({ value: '1990-12-12' });
  });

  it('is not there before the first that is known, for others’ customers, or for nobody (404)', async () => {
    for (const path of ['', '/history', '/provenance']) {
      const early = await api.get(`/v1/customers/${id}${path}?asOf=2023-12-31T23:59:59.999999Z`);
      expect(early).toMatchObject({ status: 404, body: { code: 'not_found', detail: 'There was no such customer at that time yet.' } });
      expect((await api.get(`/v1/customers/${id}${path}?knownAt=2000-01-01T00:00:00Z`)).status).toBe(404);
      const [foreign, nobody] = [
        await api.withKey(otherKey).get(`/v1/customers/${id}${path}?asOf=2024-02-01T00:00:00Z`),
        await at('', uuid(7)),
      ];
      expect(foreign).toMatchObject({ status: 404, body: { detail: (nobody.body as unknown as { detail: string }).detail } });
    }
  });

  it('refuses times and cursors that are none (never a 500)', async () => {
    for (const path of ['', '/history', '/provenance']) {
      for (const time of ['2024-01-01', '2024-02-30T00:00:00Z', '2024-01-01T00:00:00', '0000-01-01T00:00:00Z', 'now', '', '1704067200']) {
        for (const name of ['asOf', 'knownAt']) {
          const answer = await api.get(`/v1/customers/${id}${path}?${name}=${time}`);
          expect(answer, `${name}=${time}`).toMatchObject({
            status: 400,
            body: { code: 'request_invalid', issues: [{ parameter: name }] },
          });
        }
      }
      expect(await api.get(`/v1/customers/${id}${path}?asof=2024-01-01T00:00:00Z`)).toMatchObject({ status: 400 });
    }
    for (const query of ['cursor=x', 'cursor=LTE', 'limit=0', 'limit=201'])
      expect((await api.get(`/v1/customers/${id}/history?${query}`)).status).toBe(400);
    expect((await api.get('/v1/customers/x/history')).status).toBe(404);
  });
});
