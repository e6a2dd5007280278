// Who may enter, what needs no key, and that neither the log nor a metric ever says anything of a person.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { cobi, uuid, wasabi } from '../helpers/people.ts';
import { forEachStore } from '../helpers/stores.ts';
import { operatorKey, startRegistryHere } from '../helpers/registry.ts';
import type { Api } from '../helpers/api.ts';
import type { TestRegistry } from '../helpers/registry.ts';

const CLOSED: readonly (readonly ['GET' | 'POST', string])[] = [
  ['POST', '/cobi/v1/data/customers'],
  ['GET', '/cobi/v1/data/customers'],
  ['GET', `/cobi/v1/data/customers/${uuid(1)}`],
  ['GET', '/cobi/v1/data/nothing'],
  ['POST', '/wasabi/events'],
  ['POST', '/wasabi/events?answer=stream'],
  ['GET', '/wasabi/customers/1'],
  ['GET', '/v1/customers'],
  ['GET', `/v1/customers/${uuid(1)}`],
  ['GET', '/v1/receipts/any-request'],
  ['GET', '/v1/outcomes'],
  ['GET', '/v1/rejections'],
];

forEachStore('the doors', (store) => {
  let registry: TestRegistry;
  let api: Api;
  beforeAll(async () => {
    registry = await startRegistryHere(await store.fresh());
    api = registry.api;
  });
  afterAll(() => registry.stop());

  it.each(CLOSED)('%s %s needs a key', async (method, path) => {
    for (const key of [null, operatorKey(), `clk_${'0'.repeat(38)}`, 'short']) {
      const closed = api.withKey(key);
      const answer = method === 'GET' ? await closed.get(path) : await closed.post(path, '[]');
      expect(answer.status).toBe(401);
      expect(answer.headers['x-request-id']).toBeTypeOf('string');
      expect(answer.headers['cache-control']).toBe('no-store');
    }
  });

  it('health, readiness and metrics need none', async () => {
    const open = api.withKey(null);
    expect((await open.get('/healthz')).body).toEqual({ status: 'alive' });
    const ready = await open.get('/readyz');
    expect(ready.status).toBe(200);
    expect(ready.body).toMatchObject({ status: 'ready', isReachable: true, store: store.kind, secondWall: store.kind === 'postgresql' });
    expect((await open.get('/metrics')).text).toMatch(/clientele_http_request_seconds/);
  });

  it('every answer is data alone, and for pages of this origin', async () => {
    const headers = {
      origin: 'https://elsewhere.example',
      authorization: `Bearer ${registry.key}`,
      'access-control-request-method': 'GET',
    };
    for (const [method, path] of [
      ['GET', '/v1/customers'],
      ['GET', '/v1/nothing'],
      ['GET', '/voipbin/v1.0/customers?page_size=0'],
      ['OPTIONS', '/v1/customers'],
      ['GET', '/%zz'],
    ] as const) {
      const answer = await fetch(api.url + path, { method, headers });
      expect(answer.headers.get('content-security-policy'), path).toBe("default-src 'none'; frame-ancestors 'none'");
      expect(answer.headers.get('cache-control'), path).toBe('no-store');
      expect(answer.headers.get('x-content-type-options'), path).toBe('nosniff');
      expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
  });

  it('an address where nothing is says so', async () => {
    const answer = await api.get('/v2/nothing');
    expect(answer.status).toBe(404);
    expect(answer.body).toMatchObject({ code: 'not_found', status: 404 });
  });

  it('metrics count records by outcome', async () => {
    await api.post('/wasabi/events', [wasabi('metered'), { eventType: 'ORDER' }]);
    const { text } = await api.get<string>('/metrics');
    expect(text).toMatch(/clientele_records_total\{format="wasabi",outcome="created"\} \d+/);
    expect(text).toMatch(/clientele_records_total\{format="wasabi",outcome="rejected"\} \d+/);
  });

  it('what people’s records say is nowhere in logs, metrics and issues', async () => {
    const canary = 'canary7391';
    const told = { line1: `${canary} Street`, city: canary, zipCode: canary, addressId: canary, countryCode: 'CA' };
    const answers = [
      await api.post('/wasabi/events', wasabi(`${canary}-1`, { addresses: [told], dateOfBirth: '1971-03-19' })),
      await api.post(
        '/wasabi/events',
        wasabi(`${canary}-2`, { addresses: [{ ...told, countryCode: canary.slice(0, 3) }], smsOptIn: canary }),
      ),
      await api.post('/wasabi/events', `{"eventType":"CUSTOMER","body":{"customerId":"${canary}"`),
      await api.post('/cobi/v1/data/customers', { records: [cobi(5, { gender: canary, birthdate: canary }), canary] }),
      await api.post(`/wasabi/events?answer=${canary}`, '[]'),
    ];
    for (const path of [
      `/wasabi/customers/${canary}-1`,
      `/wasabi/customers/%zz${canary}`,
      `/v1/customers/${canary}`,
      `/v1/customers?cursor=${canary}`,
    ]) {
      await api.get(path);
    }
    const metrics = (await api.get('/metrics')).text;
    expect(registry.log()).not.toContain(canary);
    expect(registry.log()).not.toContain(registry.key);
    expect(metrics).not.toContain(canary);
    for (const { text } of answers) expect(text).not.toContain(canary);
  });

  it('a method that no route has is told which there are', async () => {
    expect((await fetch(`${api.url}/healthz`, { method: 'DELETE' })).status).toBe(405);
    expect((await fetch(`${api.url}/v1/customers`, { method: 'HEAD' })).headers.get('allow')).toBe('GET');
  });
});
