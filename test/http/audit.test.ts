// The audit log over HTTP: who did what, of every change asked for and every read of many people, and never a value of anybody's.

import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { forEachStore } from '../helpers/stores.ts';
import { operatorKey, startRegistryHere } from '../helpers/registry.ts';
import { cobi, wasabi } from '../helpers/people.ts';
import type { Api } from '../helpers/api.ts';
import type { RegistryHere } from '../helpers/registry.ts';

interface Entry {
  id: string;
  at: string;
  operation: string;
  outcome: string;
  actor: { kind: string; id: string; name: string };
  address: string;
  subject: string | null;
  requestId: string | null;
  times: number;
}

forEachStore('the audit log', (store) => {
  let registry: RegistryHere;
  let api: Api;
  const other = operatorKey();
  beforeAll(async () => {
    registry = await startRegistryHere(await store.fresh(), { keys: [other] });
    api = registry.api;
  });
  afterAll(() => registry.stop());

  const entries = async (query: string, by = api): Promise<Entry[]> => (await by.get<{ data: Entry[] }>(`/v1/audit?${query}`)).body.data;
  /** Entries are written a second after the answers. */
  const eventually = async (query: string, count: number, by = api): Promise<Entry[]> => {
    await vi.waitFor(async () => expect(await entries(query, by)).toHaveLength(count), { timeout: 20_000, interval: 200 });
    return entries(query, by);
  };

  it('tells of a change: who, what, about what, from where, and how it ended', async () => {
    const made = await api.post<{ id: string }>('/v1/access-keys', { name: 'short-lived', permissions: [] });
    const { id } = made.body;
    await api.send('DELETE', `/v1/access-keys/${id}`);
    await api.send('DELETE', `/v1/access-keys/${id}`);
    const [refused, done] = await eventually(`operation=revokeAccessKey&subject=${id}`, 2);
    expect(done).toEqual({
      id: expect.any(String),
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
      operation: 'revokeAccessKey',
      outcome: 'done',
      actor: { kind: 'key', id: expect.any(String), name: 'test' },
      address: '127.0.0.1',
      subject: id,
      requestId: expect.any(String),
      times: 1,
    });
    expect(refused?.outcome).toBe('refused');
    expect(await entries(`operation=createAccessKey&outcome=done&actor=${done?.actor.id}`)).toHaveLength(1);
  });

  it('tells once of a revoked key that still asks, in its account alone, however often it asks', async () => {
    const { body } = await api.post<{ id: string; key: string }>('/v1/access-keys', {
      name: 'left behind',
      permissions: ['customers.read'],
    });
    const left = api.withKey(body.key);
    expect((await left.get('/v1/changes')).status).toBe(200);
    await api.send('DELETE', `/v1/access-keys/${body.id}`);
    await vi.waitFor(async () => expect((await left.get('/v1/changes')).status).toBe(401), { timeout: 5_000, interval: 50 });
    for (let count = 0; count < 3; count += 1) expect((await left.post('/v1/access-keys', {})).status).toBe(401);
    const [entry] = await eventually(`actor=${body.id}`, 1);
    expect(entry).toMatchObject({
      operation: 'listChanges',
      outcome: 'refused',
      actor: { kind: 'key', id: body.id, name: 'left behind' },
    });
    expect(await entries(`actor=${body.id}`, api.withKey(other))).toEqual([]);
  });

  it('names the person where a login asks', async () => {
    await api.post('/v1/logins', { username: 'Ruth', password: 'a password of Ruth' });
    const { body } = await api
      .withKey(null)
      .post<{ token: string }>('/voipbin/auth/login', { username: 'ruth', password: 'a password of Ruth' });
    const ruth = api.withKey(body.token);
    await ruth.post('/v1/access-keys', { permissions: [] });
    const [entry] = await eventually('operation=logInVoipbin', 1);
    expect(entry?.actor).toEqual({ kind: 'login', id: expect.any(String), name: 'Ruth' });
    expect((await eventually(`actor=${entry?.actor.id}`, 2)).map(({ operation }) => operation).toSorted()).toEqual([
      'createAccessKey',
      'logInVoipbin',
    ]);
  });

  it('tells whose login was tried in vain, in that account alone, and nothing of who is told to wait', async () => {
    await api.post('/v1/logins', { username: 'Naomi', password: 'a password of Naomi' });
    const tried = [];
    for (let count = 0; count < 12; count += 1)
      tried.push((await api.withKey(null).post('/voipbin/auth/login', { username: 'naomi', password: `a guess ${count}` })).status);
    await api.withKey(null).post('/v1/session', { username: 'nobody-at-all', password: 'a guess' });
    const guesses = tried.filter((status) => status === 401).length;
    expect(tried.slice(guesses)).toEqual(Array(12 - guesses).fill(429));
    expect(guesses).toBeLessThan(8);
    const told = await eventually('operation=logInVoipbin&outcome=refused', guesses);
    for (const entry of told) expect(entry).toMatchObject({ actor: { kind: 'login', name: 'Naomi' }, address: '127.0.0.1', subject: null });
    expect(JSON.stringify(told)).not.toContain('a guess');
    expect(await entries('outcome=refused&limit=200', api.withKey(other))).toEqual([]);
    expect(await entries('operation=logIn')).toEqual([]);
  });

  it('tells requests that bring records together, and counts them', async () => {
    for (let count = 0; count < 3; count += 1) await api.post('/wasabi/events', wasabi(`audited-${count}`));
    await vi.waitFor(
      async () => {
        const told = await entries('operation=takeWasabiEvents&outcome=done');
        expect(told.reduce((sum, { times }) => sum + times, 0)).toBe(3);
        expect(told.every(({ requestId }) => requestId === null)).toBe(true);
      },
      { timeout: 20_000, interval: 200 },
    );
  });

  it('tells of reading more than a hundred people at once, and not of less', async () => {
    await api.get('/v1/customers?limit=100');
    await api.get('/v1/customers?limit=101');
    await api.post('/v1/customers/search', { limit: 150 });
    await api.get('/v1/customers?limit=1000');
    await eventually('operation=searchCustomers', 1);
    expect(await entries('operation=listCustomers')).toHaveLength(1);
  });

  it('tells of a change that was not permitted', async () => {
    const { body } = await api.post<{ id: string; key: string }>('/v1/access-keys', { permissions: ['customers.read'] });
    await api.withKey(body.key).post('/wasabi/events', wasabi('denied'));
    await api.withKey(body.key).get('/v1/audit');
    const [entry] = await eventually(`actor=${body.id}`, 1);
    expect(entry).toMatchObject({ operation: 'takeWasabiEvents', outcome: 'refused' });
  });

  it('belongs to its account', async () => {
    const foreign = api.withKey(other);
    await foreign.post('/v1/access-keys', { permissions: [] });
    const own = await eventually('operation=createAccessKey', 1, foreign);
    expect((await entries('limit=200')).map(({ id }) => id)).not.toContain(own[0]?.id);
  });

  it('comes newest first, page by page, and between two moments', async () => {
    const all = await entries('limit=200');
    const seen: Entry[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: { data: Entry[]; nextCursor: string | null } = (
        await api.get<{ data: Entry[]; nextCursor: string | null }>(`/v1/audit?limit=3${cursor && `&cursor=${cursor}`}`)
      ).body;
      seen.push(...page.data);
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(all);
    expect(all.map(({ at }) => at)).toEqual(
      all
        .map(({ at }) => at)
        .toSorted()
        .toReversed(),
    );
    const [last, first] = [all[1]!.at, all.at(-2)!.at];
    expect(await entries(`limit=200&from=${first}&to=${last}`)).toEqual(all.filter(({ at }) => at >= first && at < last));
  });

  it('holds nothing of anybody', async () => {
    const canary = 'canary5512';
    await api.post('/wasabi/events', wasabi(canary, { dateOfBirth: '1971-03-19' }));
    await api.post('/cobi/v1/data/customers', { records: [cobi(7, { gender: canary })] });
    await api.post('/v1/customers/search', { limit: 150, q: canary, externalId: `wasabi:${canary}` });
    await api.get(`/v1/customers?limit=150&externalId=wasabi:${canary}`);
    await api.send('PUT', `/v1/customers/by/wasabi/${canary}`, wasabi(canary));
    await eventually('operation=takeCobiRecords', 1);
    const { text } = await api.get<string>('/v1/audit?limit=200');
    expect(text).not.toContain(canary);
  });

  it.each(['outcome=perhaps', 'actor=me', 'subject=1', 'from=yesterday', 'to=2024-02-30T00:00:00Z', 'limit=0', 'cursor=bm9uZQ', 'who=me'])(
    'cannot be asked for ?%s',
    async (query) => {
      const answer = await api.get(`/v1/audit?${query}`);
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({ code: 'request_invalid' });
    },
  );
});
