// `Idempotency-Key` over real HTTP: a write sent again gets the first answer, whatever changed meanwhile.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { forEachStore } from '../helpers/stores.ts';
import { operatorKey, startRegistryHere } from '../helpers/registry.ts';
import { wasabi } from '../helpers/people.ts';
import type { Answer, Api } from '../helpers/api.ts';
import type { TestRegistry } from '../helpers/registry.ts';

const READ = '/v1/customers/read';

forEachStore('a write with an Idempotency-Key', (store) => {
  const otherKey = operatorKey();
  let registry: TestRegistry;
  let api: Api;
  beforeAll(async () => {
    registry = await startRegistryHere(await store.fresh(), { keys: [otherKey] });
    api = registry.api;
  });
  afterAll(() => registry.stop());

  const send = (key: string, id: string, as = api): Promise<Answer<object>> =>
    as.post(READ, { customers: [{ source: 'wasabi', id }] }, { 'idempotency-key': key });

  it('gives the first answer again, and says so', async () => {
    const first = await send('one', 'somebody');
    expect(first).toMatchObject({ status: 200, body: { data: [null] } });
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    await api.post('/wasabi/events', wasabi('somebody'));
    const again = await send('one', 'somebody');
    expect(again).toMatchObject({ status: 200, body: { data: [null] }, headers: { 'idempotency-replayed': 'true' } });
    expect(again.headers['content-type']).toBe(first.headers['content-type']);
    expect((await send('two', 'somebody')).body).toMatchObject({ data: [{ status: 'active' }] });
  });

  it('refuses the key for another body, address or account’s request, each with its own answer', async () => {
    await send('three', 'a');
    expect(await send('three', 'b')).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
    expect(await send('three', 'b', api.withKey(otherKey))).toMatchObject({ status: 200 });
  });

  it('keeps refusals of the request as well, but none of who asks', async () => {
    const ask = (as: Api): Promise<Answer<{ requestId: string }>> => as.post(READ, { customers: 'none' }, { 'idempotency-key': 'four' });
    expect((await ask(api.withKey(null))).status).toBe(401);
    const first = await ask(api);
    expect(first.status).toBe(400);
    expect((await ask(api)).text).toBe(first.text);
  });

  it('runs once however many come at once: the others get its answer or are told to wait', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => send('five', 'crowd')));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status !== 200 && status !== 409)).toEqual([]);
    expect(answers.filter(({ status, headers }) => status === 200 && headers['idempotency-replayed'] === undefined)).toHaveLength(1);
  });

  it('refuses keys that are none, and heeds none where nothing is written', async () => {
    for (const key of [' ', 'a b', 'é'.repeat(3), 'x'.repeat(256)]) expect((await send(key, 'a')).status, key).toBe(400);
    await api.post('/wasabi/events', wasabi('elsewhere'), { 'idempotency-key': 'six' });
    const again = await api.post('/wasabi/events', wasabi('elsewhere'), { 'idempotency-key': 'six' });
    expect(again).toMatchObject({ body: { outcomes: { unchanged: 1 } } });
  });
});
