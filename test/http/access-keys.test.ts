// Access keys over HTTP: made within what their maker may do, shown once, changed, followed by another, ended at once.

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { forEachStore } from '../helpers/stores.ts';
import { operatorKey, startRegistryHere } from '../helpers/registry.ts';
import { PERMISSIONS } from '../../src/core/permission.ts';
import { uuid } from '../helpers/people.ts';
import type { Answer, Api } from '../helpers/api.ts';
import type { RegistryHere } from '../helpers/registry.ts';

interface Key {
  id: string;
  name: string;
  detail: string;
  key?: string;
  prefix: string;
  permissions: string[];
  createdAt: string;
  updatedAt: string | null;
  expiresAt: string | null;
  lastUsedAt: string | null;
}

interface VoipbinKey {
  id: string;
  customer_id: string;
  name: string;
  token?: string;
  token_prefix: string;
  permission_ids: string[];
  tm_expire: string;
  tm_create: string;
  tm_update: string;
  tm_delete: string;
}

const READ = PERMISSIONS['customers.read'].id;
const NOT_YET = '9999-01-01 00:00:00.000000';
const VOIPBIN_TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/;

forEachStore('access keys', (store) => {
  let registry: RegistryHere;
  let api: Api;
  const other = operatorKey();
  beforeAll(async () => {
    registry = await startRegistryHere(await store.fresh(), { keys: [other] });
    api = registry.api;
  });
  afterAll(() => registry.stop());

  const create = (body: object, by = api): Promise<Answer<Key>> => by.post('/v1/access-keys', body);
  const withKey = async (body: object): Promise<Api> => api.withKey((await create(body)).body.key ?? '');
  const isLive = async (key: string | undefined): Promise<boolean> => (await api.withKey(key ?? '').get('/v1/me')).status === 200;

  it('are shown once, and recognised by what they begin with', async () => {
    const { status, body } = await create({ name: 'nightly', detail: 'the import', permissions: ['customers.read'] });
    expect(status).toBe(201);
    expect(body.key).toMatch(/^clk_[0-9A-Za-z]{38}$/);
    const { key, ...kept } = body;
    expect(key?.startsWith(body.prefix)).toBe(true);
    expect((await api.get(`/v1/access-keys/${body.id}`)).body).toEqual(kept);
    const { body: list } = await api.get<{ data: Key[] }>('/v1/access-keys');
    expect(list.data[0]).toEqual(kept);
    expect(JSON.stringify(list)).not.toContain(key);
    expect(registry.log()).not.toContain(key);
  });

  it('may do what they were given and nothing else', async () => {
    const reader = await withKey({ permissions: ['customers.read'] });
    expect((await reader.get('/v1/customers')).status).toBe(200);
    expect((await reader.post('/wasabi/events', '[]')).status).toBe(403);
    expect((await reader.get('/v1/access-keys')).status).toBe(403);
  });

  it('start with the permissions that new keys of the account start with, as far as their maker has them', async () => {
    expect((await create({})).body.permissions).toEqual(['account.admin', 'platform.manage']);
    const limited = await withKey({ permissions: ['keys.manage', 'customers.read'] });
    expect((await create({}, limited)).body.permissions).toEqual(['customers.read', 'keys.manage']);
  });

  it('never get more than their maker has', async () => {
    const limited = await withKey({ permissions: ['keys.manage', 'customers.read'] });
    const answer = await create({ permissions: ['customers.read', 'customers.write'] }, limited);
    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({ code: 'permission_denied', detail: expect.stringContaining('customers.write') });
    const { body: reader } = await create({ permissions: ['customers.read'] });
    expect((await limited.send('PATCH', `/v1/access-keys/${reader.id}`, { permissions: ['account.admin'] })).status).toBe(403);
    const { body: admin } = await create({ permissions: ['account.admin'] });
    expect((await limited.post(`/v1/access-keys/${admin.id}/rotate`, {})).status).toBe(403);
  });

  it('change from the next request on', async () => {
    const { body } = await create({ name: 'before', permissions: ['customers.read'] });
    const reader = api.withKey(body.key ?? '');
    expect((await reader.get('/v1/customers')).status).toBe(200);
    const changed = await api.send<Key>('PATCH', `/v1/access-keys/${body.id}`, { name: 'after', permissions: ['customers.write'] });
    expect(changed.body).toMatchObject({ name: 'after', detail: '', permissions: ['customers.write'], updatedAt: expect.any(String) });
    expect((await reader.get('/v1/customers')).status).toBe(403);
  });

  it('end from the next request on', async () => {
    const { body } = await create({ permissions: [] });
    expect(await isLive(body.key)).toBe(true);
    expect((await api.send('DELETE', `/v1/access-keys/${body.id}`)).status).toBe(204);
    expect(await isLive(body.key)).toBe(false);
    expect((await api.get(`/v1/access-keys/${body.id}`)).status).toBe(404);
    expect((await api.send('DELETE', `/v1/access-keys/${body.id}`)).status).toBe(404);
  });

  it('are followed by another, both live for a while', async () => {
    const { body: old } = await create({ name: 'sync', permissions: ['customers.read'] });
    const { status, body: fresh } = await api.post<Key>(`/v1/access-keys/${old.id}/rotate`, { overlapSeconds: 3600 });
    expect(status).toBe(201);
    expect(fresh).toMatchObject({ name: 'sync', permissions: ['customers.read'], expiresAt: null });
    expect(fresh.key).not.toBe(old.key);
    expect([await isLive(old.key), await isLive(fresh.key)]).toEqual([true, true]);
    const { body: ending } = await api.get<Key>(`/v1/access-keys/${old.id}`);
    expect(Date.parse(ending.expiresAt ?? '') - Date.parse(fresh.createdAt)).toBeCloseTo(3_600_000, -3);
    await api.post(`/v1/access-keys/${fresh.id}/rotate`, { overlapSeconds: 0 });
    expect(await isLive(fresh.key)).toBe(false);
    const late = await api.post(`/v1/access-keys/${fresh.id}/rotate`, {});
    expect(late).toMatchObject({ status: 409, body: { code: 'state_unsuitable', detail: expect.stringContaining('new one') } });
  });

  it('say when they were last used', async () => {
    const { body } = await create({ permissions: [] });
    expect(body.lastUsedAt).toBeNull();
    await api.withKey(body.key ?? '').get('/v1/me');
    await vi.waitFor(async () => expect((await api.get<Key>(`/v1/access-keys/${body.id}`)).body.lastUsedAt).not.toBeNull());
  });

  it('are listed newest first, page by page, without loss', async () => {
    const made = [];
    for (let count = 0; count < 5; count += 1) made.push((await create({ permissions: [] })).body.id);
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const path: string = `/v1/access-keys?limit=2${cursor && `&cursor=${cursor}`}`;
      const { body } = await api.get<{ data: Key[]; nextCursor: string | null }>(path);
      seen.push(...body.data.map(({ id }) => id));
      cursor = body.nextCursor;
    }
    expect(seen.slice(0, 5)).toEqual(made.toReversed());
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('belong to their account alone', async () => {
    const { body } = await create({ permissions: [] });
    const foreign = api.withKey(other);
    expect((await foreign.get<{ data: Key[] }>('/v1/access-keys')).body.data.map(({ id }) => id)).not.toContain(body.id);
    for (const method of ['GET', 'DELETE'] as const) expect((await foreign.send(method, `/v1/access-keys/${body.id}`)).status).toBe(404);
    expect(await isLive(body.key)).toBe(true);
  });

  it.each([
    [{ permissions: ['customers.everything'] }, /permissions/],
    [{ permissions: 'customers.read' }, /permissions/],
    [{ name: 7 }, /name/],
    [{ name: 'x'.repeat(256) }, /name/],
    [{ expiresAt: '2020-01-01T00:00:00Z' }, /future/],
    [{ expiresAt: 'tomorrow' }, /expiresAt/],
    [{ expiresAt: '0000-01-01T00:00:00Z' }, /expiresAt/],
    [{ expiresAt: '9999-12-31T23:59:59-14:00' }, /expiresAt/],
    [{ title: 'x' }, /title|name/],
    [[], /object/],
  ])('are not made from %j', async (body, said) => {
    const answer = await create(body);
    expect(answer.status).toBe(400);
    expect(answer.text).toMatch(said);
  });

  describe('in VoIPBin’s form', () => {
    const at = '/voipbin/v1.0/accesskeys';

    it('are made, read, changed and deleted', async () => {
      const { status, body } = await api.post<VoipbinKey>(at, {
        name: 'crm',
        detail: 'd',
        expire: 86_400,
        permission_ids: [READ.toUpperCase()],
      });
      expect(status).toBe(200);
      expect(body).toMatchObject({ customer_id: registry.scope.accountId, name: 'crm', tm_update: NOT_YET, tm_delete: NOT_YET });
      expect(body.token?.startsWith(body.token_prefix)).toBe(true);
      expect([body.tm_create, body.tm_expire].every((time) => VOIPBIN_TIME.test(time))).toBe(true);
      const { token, ...kept } = body;
      expect((await api.get(`${at}/${body.id}`)).body).toEqual(kept);
      expect((await api.withKey(token ?? '').get('/v1/customers')).status).toBe(200);
      const changed = await api.send<VoipbinKey>('PUT', `${at}/${body.id}`, { ...kept, name: 'crm 2' });
      expect(changed.body).toMatchObject({ ...kept, name: 'crm 2', tm_update: expect.stringMatching(/^2/) });
      const deleted = await api.send<VoipbinKey>('DELETE', `${at}/${body.id}`);
      expect(deleted.body.tm_delete).toMatch(VOIPBIN_TIME);
      expect(await isLive(token)).toBe(false);
      expect((await api.get(`${at}/${body.id}`)).status).toBe(404);
    });

    it('do not end where nobody said when', async () => {
      expect((await api.post<VoipbinKey>(at, {})).body.tm_expire).toBe(NOT_YET);
    });

    it('are listed newest first, page by page', async () => {
      for (let count = 0; count < 3; count += 1) await api.post(at, { permission_ids: [] });
      const first = await api.get<{ result: VoipbinKey[]; next_page_token: string }>(`${at}?page_size=2`);
      expect(first.body.result).toHaveLength(2);
      expect(first.body.next_page_token).toBe(first.body.result[1]?.tm_create);
      const token = encodeURIComponent(first.body.next_page_token);
      const second = await api.get<{ result: VoipbinKey[] }>(`${at}?page_size=100&page_token=${token}`);
      expect(second.body).toMatchObject({ next_page_token: '' });
      const ids = [...first.body.result, ...second.body.result].map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    });

    it.each([
      ['POST', at, { expire: 86_399 }],
      ['POST', at, { expire: '86400' }],
      ['POST', at, { name: 5 }],
      ['POST', at, { permission_ids: READ }],
      ['POST', at, { permission_ids: ['everything'] }],
      ['POST', at, { permission_ids: [uuid(9)] }],
      ['POST', at, []],
      ['GET', `${at}?page_size=0`, undefined],
      ['GET', `${at}?page_size=101`, undefined],
      ['GET', `${at}?page_size=ten`, undefined],
      ['GET', `${at}?page_token=yesterday`, undefined],
      ['GET', `${at}?pagesize=5`, undefined],
    ] as const)('%s %s with %j is an invalid argument', async (method, path, body) => {
      const answer = await api.send<{ error: object }>(method, path, body);
      expect(answer.status).toBe(400);
      expect(answer.body.error).toMatchObject({ status: 'INVALID_ARGUMENT', message: expect.any(String), request_id: expect.any(String) });
    });
  });
});
