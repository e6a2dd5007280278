// The registry's own view over real HTTP: customers in their own form and in a sender's, page by page.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { cobi, manyTexts, uuid, wasabi } from '../helpers/people.ts';
import { forEachStore } from '../helpers/stores.ts';
import { operatorKey, startRegistryHere } from '../helpers/registry.ts';
import { WASABI } from '../helpers/line.ts';
import type { Api } from '../helpers/api.ts';
import type { TestRegistry } from '../helpers/registry.ts';

interface Page {
  data: { id: string; changedAt: string; version: number; externalIdentifiers: { id: string }[] }[];
  nextCursor: string | null;
}

forEachStore('customers', (store) => {
  const pagedKey = operatorKey();
  const otherKey = operatorKey();
  let registry: TestRegistry;
  let api: Api;
  beforeAll(async () => {
    registry = await startRegistryHere(await store.fresh(), { keys: [pagedKey, otherKey] });
    api = registry.api;
  });
  afterAll(() => registry.stop());

  async function onlyCustomer(of: Api): Promise<Page['data'][number]> {
    const { data } = (await of.get<Page>('/v1/customers')).body;
    expect(data).toHaveLength(1);
    return data[0] as Page['data'][number];
  }

  it('of both formats with one id are one customer, shown with everything each source said', async () => {
    await api.post('/cobi/v1/data/customers', { records: [cobi(1, { birthdate: '1990-01-01', gender: 'MALE' })] });
    const answer = await api.post(
      '/wasabi/events',
      wasabi(uuid(1), { dateOfBirth: '1990-01-02', smsOptIn: false, updatedAt: '2024-05-01T00:00:00.5Z' }),
    );
    expect(answer.body).toMatchObject({ outcomes: { created: 1 } });
    const { id } = await onlyCustomer(api);
    const { body, headers } = await api.get(`/v1/customers/${id}`);
    expect(headers['cache-control']).toBe('no-store');
    expect(body).toEqual({
      id,
      status: 'active',
      birthDate: '1990-01-02',
      gender: 'MALE',
      country: 'CA',
      education: { instituteId: null, courseId: null },
      consents: { marketing: { state: 'not_stated' }, sms: { state: 'refused', at: '2024-05-01T00:00:00.500000Z', source: 'wasabi' } },
      dependents: [],
      addresses: [],
      externalIdentifiers: [
        { source: 'cobi', type: 'customer_id', id: uuid(1) },
        { source: 'cobi', type: 'user_id', id: uuid(900_001) },
        { source: 'wasabi', type: 'customerId', id: uuid(1) },
      ],
      conflicts: [
        {
          field: 'birthDate',
          values: [
            { source: 'wasabi', sourceId: uuid(1), value: '1990-01-02', at: '2024-05-01T00:00:00.500000Z' },
            { source: 'cobi', sourceId: uuid(1), value: '1990-01-01', at: '2024-01-01T00:00:00.000000Z' },
          ],
        },
      ],
      version: 2,
      createdAt: '2023-01-01T00:00:00.000000Z',
      updatedAt: '2024-05-01T00:00:00.500000Z',
      changedAt: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/),
    });
  });

  it('come in either format, what is lost told in a header', async () => {
    const { id } = await onlyCustomer(api);
    const inCobi = await api.get(`/v1/customers/${id}?format=cobi`);
    expect(inCobi.status).toBe(200);
    expect(inCobi.body).toMatchObject({ customer_id: uuid(1), user_id: uuid(900_001), region: 'CA', birthdate: '1990-01-02' });
    expect(JSON.parse(inCobi.headers['clientele-losses'] as string)).toContainEqual({
      pointer: expect.any(String),
      kind: 'dropped',
      reason: expect.any(String),
    });
    const inWasabi = await api.get(`/v1/customers/${id}?format=wasabi`);
    expect(inWasabi.body).toMatchObject({ eventType: 'CUSTOMER', body: { customerId: uuid(1), smsOptIn: false, addresses: [] } });
    expect((await api.get(`/v1/customers/${id}?format=registry`)).text).toBe((await api.get(`/v1/customers/${id}`)).text);
    expect((await api.get(`/v1/customers/${id}?format=xml`)).status).toBe(400);
  });

  it('come with what is lost beside the record where that is asked for', async () => {
    const { id } = await onlyCustomer(api);
    const alone = await api.get(`/v1/customers/${id}?format=cobi`);
    const both = await api.get(`/v1/customers/${id}?format=cobi&losses=body`);
    expect(both.body).toEqual({ record: alone.body, losses: JSON.parse(alone.headers['clientele-losses'] as string) });
    expect(await api.get(`/v1/customers/${id}?losses=body`)).toMatchObject({ body: { record: { id }, losses: [] } });
    expect((await api.get(`/v1/customers/${id}?format=cobi&losses=header`)).status).toBe(400);
  });

  it('without any country have no form in Cobi (422)', async () => {
    const other = api.withKey(otherKey);
    await other.post('/wasabi/events', wasabi('no-country'));
    const { id } = await onlyCustomer(other);
    const answer = await other.get(`/v1/customers/${id}?format=cobi`);
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ code: 'not_convertible' });
  });

  it('of another account answer exactly as ones that never were', async () => {
    const { id } = await onlyCustomer(api);
    const foreign = await api.withKey(otherKey).get<object>(`/v1/customers/${id}`);
    const absent = await api.withKey(otherKey).get<object>(`/v1/customers/${uuid(5)}`);
    expect(foreign.status).toBe(404);
    expect({ ...foreign.body, requestId: '' }).toEqual({ ...absent.body, requestId: '' });
  });

  it('are listed page by page, latest change first, none missed and none twice', async () => {
    const paged = api.withKey(pagedKey);
    await paged.post('/wasabi/events', manyTexts(WASABI, 450).join('\n'), { 'content-type': 'application/x-ndjson' });
    const seen: Page['data'] = [];
    let path: string | null = '/v1/customers?limit=100';
    while (path !== null) {
      const { data, nextCursor }: Page = (await paged.get<Page>(path)).body;
      seen.push(...data);
      path = nextCursor === null ? null : `/v1/customers?limit=100&cursor=${nextCursor}`;
    }
    expect(seen).toHaveLength(450);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(450);
    const keys = seen.map(({ changedAt, id }) => changedAt + id);
    expect(keys).toEqual(keys.toSorted().toReversed());
  });

  it('refuse ids, cursors and limits that cannot be (never a 500)', async () => {
    const forged = Buffer.from(`9999-99-99T99:99:99.999999Z ${uuid(1)}`).toString('base64url');
    for (const id of ['x', '%00', uuid(1).slice(1)]) expect((await api.get(`/v1/customers/${id}`)).status, id).toBe(404);
    for (const query of ['cursor=x', `cursor=${forged}`, 'limit=0', 'limit=201', 'limit=-1', 'limit=1.5', 'cursor=a&cursor=b']) {
      expect((await api.get(`/v1/customers?${query}`)).status, query).toBe(400);
    }
  });
});
