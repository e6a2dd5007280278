// Customers read over real HTTP: by the registry's id and by a source's, in part, many at once, and only where they changed.

import { request as ask } from 'undici';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cobi, uuid, wasabi } from '../helpers/people.ts';
import { forEachStore } from '../helpers/stores.ts';
import { operatorKey, startRegistryHere } from '../helpers/registry.ts';
import type { Api } from '../helpers/api.ts';
import type { TestRegistry } from '../helpers/registry.ts';

interface Customer {
  readonly id: string;
  readonly version: number;
}

/** 255 code points, each written in twelve characters, and the characters that mean something in a path. */
const HARD_ID = `a/b%2Fc%%?#${'🙂'.repeat(244)}`;

forEachStore('reading customers', (store) => {
  const otherKey = operatorKey();
  let registry: TestRegistry;
  let api: Api;
  beforeAll(async () => {
    registry = await startRegistryHere(await store.fresh(), { keys: [otherKey] });
    api = registry.api;
    await api.post('/cobi/v1/data/customers', { records: [cobi(1, { customer_id: uuid(1).toUpperCase(), birthdate: '1990-01-01' })] });
    await api.post('/wasabi/events', wasabi(uuid(1)));
    await api.post('/wasabi/events', wasabi(HARD_ID));
    await api.post('/wasabi/events', wasabi('Case'));
  });
  afterAll(() => registry.stop());

  const named = async (source: string, id: string): Promise<Customer> => {
    const answer = await api.get<Customer>(`/v1/customers/by/${source}/${encodeURIComponent(id)}`);
    expect(answer.status, id).toBe(200);
    return answer.body;
  };

  it('finds one by the id of any of its sources, in any letter case of a UUID', async () => {
    const { id } = await named('cobi', uuid(1));
    expect((await named('cobi', uuid(1).toUpperCase())).id).toBe(id);
    expect((await named('wasabi', uuid(1))).id).toBe(id);
    expect((await api.get(`/v1/customers/by/cobi/${uuid(2)}`)).status).toBe(404);
    expect((await api.get(`/v1/customers/by/nobody/${uuid(1)}`)).status).toBe(404);
    expect((await api.get('/v1/customers/by/wasabi/case')).status).toBe(404);
  });

  it('takes ids of 255 code points with slashes and percent signs', async () => {
    expect([...HARD_ID]).toHaveLength(255);
    expect(await named('wasabi', HARD_ID)).toMatchObject({ externalIdentifiers: [{ source: 'wasabi', id: HARD_ID }] });
  });

  it('answers a foreign name exactly as one that never was', async () => {
    const foreign = await api.withKey(otherKey).get<object>(`/v1/customers/by/cobi/${uuid(1)}`);
    const absent = await api.withKey(otherKey).get<object>(`/v1/customers/by/cobi/${uuid(77)}`);
    expect(foreign.status).toBe(404);
    expect({ ...foreign.body, requestId: '' }).toEqual({ ...absent.body, requestId: '' });
  });

  it('gives the fields asked for, and refuses ones that there are not', async () => {
    const { id } = await named('cobi', uuid(1));
    expect((await api.get(`/v1/customers/${id}?fields=birthDate,id`)).text).toBe(`{"id":"${id}","birthDate":"1990-01-01"}`);
    for (const query of ['fields=birthdate', 'fields=', 'fields=id&format=cobi', 'fields=id&fields=status']) {
      expect((await api.get(`/v1/customers/${id}?${query}`)).status, query).toBe(400);
    }
  });

  it('says in 304 that nothing changed, and gives the customer once it did', async () => {
    const first = await api.get<Customer>('/v1/customers/by/wasabi/Case');
    const tag = first.headers['etag'] as string;
    const read = async (condition: string): Promise<{ status: number; text: string }> => {
      const headers = { authorization: `Bearer ${registry.key}`, 'if-none-match': condition };
      const { statusCode, body } = await ask(`${api.url}/v1/customers/${first.body.id}`, { headers });
      return { status: statusCode, text: await body.text() };
    };
    for (const held of [tag, tag.slice(2), `"x", ${tag}`, '*']) expect(await read(held), held).toEqual({ status: 304, text: '' });
    expect((await read('"x"')).status).toBe(200);
    await api.post('/wasabi/events', wasabi('Case', { dateOfBirth: '1990-01-01', updatedAt: '2024-02-01T00:00:00Z' }));
    const changed = await read(tag);
    expect(changed.status).toBe(200);
    expect(JSON.parse(changed.text)).toMatchObject({ birthDate: '1990-01-01', version: 2 });
  });

  it('gives many at once, in the order asked for, null where there is none', async () => {
    const [one, hard] = [await named('cobi', uuid(1)), await named('wasabi', HARD_ID)];
    const customers = [
      { id: one.id.toUpperCase() },
      { source: 'wasabi', id: 'absent' },
      { source: 'wasabi', id: HARD_ID },
      { id: uuid(9) },
      { source: 'cobi', id: uuid(1) },
    ];
    const { body } = await api.post('/v1/customers/read', { customers });
    expect(body).toEqual({ data: [one, null, hard, null, one] });
    const parts = await api.post('/v1/customers/read', { customers, fields: 'id' });
    expect(parts.body).toEqual({ data: [{ id: one.id }, null, { id: hard.id }, null, { id: one.id }] });
    const foreign = await api.withKey(otherKey).post('/v1/customers/read', { customers });
    expect(foreign.body).toEqual({ data: [null, null, null, null, null] });
  });

  it('refuses lists of customers that cannot be read (400)', async () => {
    const bodies = [{}, { customers: [] }, { customers: [{ id: 'x' }] }, { customers: ['x'] }, { customers: [{ source: 'cobi' }] }];
    const tooMany = { customers: Array.from({ length: 1_001 }, () => ({ id: uuid(1) })) };
    for (const body of [...bodies, tooMany, { customers: [{ id: uuid(1) }], fields: 'none' }]) {
      expect((await api.post('/v1/customers/read', body)).status).toBe(400);
    }
  });

  it('lists what each source says, as it was sent', async () => {
    const { id } = await named('cobi', uuid(1));
    const { body } = await api.get<{ data: { source: string; payload: object }[] }>(`/v1/customers/${id}/records`);
    expect(body).toMatchObject({
      data: [
        { source: 'cobi', sourceId: uuid(1), format: 'cobi', versionNo: 1, versionCount: 1, timeSource: 'stated', isDeleted: false },
        { source: 'wasabi', sourceId: uuid(1), format: 'wasabi' },
      ],
      nextCursor: null,
    });
    expect(body.data[0]?.payload).toEqual(cobi(1, { customer_id: uuid(1).toUpperCase(), birthdate: '1990-01-01' }));
    expect((await api.get(`/v1/customers/${uuid(9)}/records`)).status).toBe(404);
    expect((await api.withKey(otherKey).get(`/v1/customers/${id}/records`)).status).toBe(404);
  });
});
