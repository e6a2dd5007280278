// The change feed over real HTTP: pages, waiting, server-sent events, and what is no longer kept.

import { request as ask } from 'undici';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { forEachStore, onPostgresql } from '../helpers/stores.ts';
import { operatorKey, startRegistryHere } from '../helpers/registry.ts';
import { openDatabase } from '../../src/storage/database.ts';
import { uuid, wasabi, cobi } from '../helpers/people.ts';
import type { Answer, Api } from '../helpers/api.ts';
import type { Change } from '../../src/registry/follow-changes.ts';
import type { Dispatcher } from 'undici';
import type { TestRegistry } from '../helpers/registry.ts';

interface Page {
  readonly data: readonly Change[];
  readonly after: number;
  readonly last: number;
  readonly nextCursor: string | null;
}

const page = (as: Api, query = ''): Promise<Answer<Page>> => as.get<Page>(`/v1/changes${query}`);

forEachStore('changes', (store) => {
  const keys = Array.from({ length: 4 }, operatorKey);
  let registry: TestRegistry;
  let api: Api;
  beforeAll(async () => {
    registry = await startRegistryHere(await store.fresh(), { keys });
    api = registry.api;
  });
  afterAll(() => registry.stop());

  const stream = (as: number, headers: Record<string, string> = {}): Promise<Dispatcher.ResponseData> =>
    ask(`${api.url}/v1/changes`, {
      headers: { authorization: `Bearer ${keys[as]}`, accept: 'text/event-stream', ...headers },
    });

  it('come in their order, page by page, with what differs and the version it made', async () => {
    const day = (number: number): object => ({ updatedAt: `2024-01-0${number}T00:00:00Z` });
    await api.post('/wasabi/events', wasabi(uuid(1), { ...day(1), smsOptIn: true }));
    await api.post('/wasabi/events', wasabi(uuid(1), { ...day(2), smsOptIn: false }));
    await api.post('/cobi/v1/data/customers', { records: [cobi(1)] });
    await api.post('/wasabi/events', wasabi(uuid(1), { ...day(1), smsOptIn: true }));
    await api.post('/wasabi/events', wasabi('2', { ...day(3), status: 'DELETED' }));
    const all = (await page(api)).body;
    expect(all).toMatchObject({ after: 4, last: 4, nextCursor: null });
    expect(all.data.map(({ sequence, type, version }) => `${sequence} ${type} v${version}`)).toEqual([
      '1 customer.created v1',
      '2 customer.updated v2',
      '3 customer.updated v3',
      '4 customer.created v1',
    ]);
    expect(all.data[1]?.fields).toEqual(['consents', 'updatedAt']);
    const { changedAt } = (await api.get<{ changedAt: string }>(`/v1/customers/${all.data[2]?.customerId}`)).body;
    expect(all.data[2]?.changedAt).toBe(changedAt);
    const first = (await page(api, '?limit=3')).body;
    expect(first).toMatchObject({ after: 3, last: 4, nextCursor: '3' });
    expect([...first.data, ...(await page(api, `?after=${first.after}`)).body.data]).toEqual(all.data);
    expect((await page(api, '?after=latest')).body).toEqual({ data: [], after: 4, last: 4, nextCursor: null });
    expect((await page(api.withKey(keys[0] as string))).body).toEqual({ data: [], after: 0, last: 0, nextCursor: null });
  });

  it('are waited for, and come as soon as they are committed', async () => {
    const other = api.withKey(keys[0] as string);
    const began = performance.now();
    expect((await page(other, '?after=0&wait=1')).body.data).toEqual([]);
    expect(performance.now() - began).toBeGreaterThan(900);
    const waiting = page(other, '?after=latest&wait=30');
    await new Promise((resolve) => setTimeout(resolve, 100));
    await other.post('/wasabi/events', wasabi('waited-for'));
    expect((await waiting).body).toMatchObject({ data: [{ sequence: 1, type: 'customer.created' }], after: 1 });
    expect((await page(other, '?after=0&wait=30')).body.data).toHaveLength(1);
  });

  it('come as server-sent events that go on behind the last one seen', async () => {
    const other = api.withKey(keys[1] as string);
    for (const id of ['a', 'b']) await other.post('/wasabi/events', wasabi(id));
    const answer = await stream(1, { 'last-event-id': '1' });
    expect(answer.headers['content-type']).toMatch(/^text\/event-stream/);
    const events = eventsIn(answer.body);
    expect((await events.next()).value).toMatchObject({ id: '2', event: 'customer.created', data: { sequence: 2 } });
    await other.post('/wasabi/events', wasabi('a', { updatedAt: '2024-02-01T00:00:00Z', smsOptIn: true }));
    expect((await events.next()).value).toMatchObject({ id: '3', event: 'customer.updated', data: { fields: ['consents', 'updatedAt'] } });
    await events.return(undefined);
  });

  it('have slots for readers that wait, which are free again when a reader goes away', async () => {
    const streams = await Promise.all(Array.from({ length: 20 }, () => stream(2)));
    expect(streams.map(({ statusCode }) => statusCode)).toEqual(streams.map(() => 200));
    const refused = await page(api.withKey(keys[2] as string), '?after=0&wait=1');
    expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_readers' } });
    expect((await page(api.withKey(keys[2] as string))).status).toBe(200);
    for (const { body } of streams) body.destroy();
    let status = 429;
    for (let tries = 0; status === 429 && tries < 100; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      status = (await page(api.withKey(keys[2] as string), '?after=0&wait=1')).status;
    }
    expect(status).toBe(200);
  });

  it('refuse what cannot be (never a 500)', async () => {
    for (const query of [
      'after=-1',
      'after=x',
      'after=1.5',
      'after=99999',
      'limit=0',
      'limit=1001',
      'limit=a',
      'wait=61',
      'wait=-1',
      'wiat=1',
    ]) {
      expect(await page(api, `?${query}`), query).toMatchObject({ status: 400, body: { code: 'request_invalid' } });
    }
    expect((await page(api, '?limit=1&limit=2')).status).toBe(400);
    expect((await stream(0, { 'last-event-id': 'x' })).statusCode).toBe(400);
    expect((await page(api.withKey(null))).status).toBe(401);
  });
});

onPostgresql('a registry with readers of changes', (store) => {
  it('tells them where to go on when what they ask for is gone, and lets them go when it stops', async () => {
    const settings = await store.fresh();
    const { api, key, scope, stop } = await startRegistryHere(settings);
    for (const id of ['a', 'b', 'c']) await api.post('/wasabi/events', wasabi(id));
    const database = await openDatabase(settings);
    const sql = 'insert into change_horizon (account_id, sequence) values ($1, 2)';
    await database.forAccount(scope, (tx) => tx.query({ sql, params: [tx.accountId] }));
    await database.close();
    expect(await page(api, '?after=1')).toMatchObject({ status: 410, body: { code: 'changes_gone', restartAfter: 2 } });
    const reading = await ask(`${api.url}/v1/changes`, { headers: { authorization: `Bearer ${key}`, accept: 'text/event-stream' } });
    const events = eventsIn(reading.body);
    expect((await events.next()).value).toMatchObject({ id: '3' });
    const began = performance.now();
    await stop();
    expect((await events.next()).done).toBe(true);
    expect(performance.now() - began).toBeLessThan(20_000);
  });
});

interface Event {
  readonly id: string;
  readonly event: string;
  readonly data: unknown;
}

/** The events of a stream, as a browser's EventSource reads them. */
async function* eventsIn(body: Dispatcher.ResponseData['body']): AsyncGenerator<Event> {
  let text = '';
  for await (const chunk of body) {
    text += String(chunk);
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const members = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2)));
      if (members['id'] !== undefined)
        yield { id: members['id'], event: members['event'] as string, data: JSON.parse(members['data'] as string) };
    }
  }
}
