// One account's flood over HTTP: it is told when to go on, records count beside requests, and others are answered meanwhile.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { forEachStore } from '../helpers/stores.ts';
import { connect } from 'node:net';
import { operatorKey, startRegistryHere } from '../helpers/registry.ts';
import { systemClock } from '../../src/clock.ts';
import { wasabi } from '../helpers/people.ts';
import type { Answer, Api } from '../helpers/api.ts';
import type { RegistryHere } from '../helpers/registry.ts';

const RATES = { CLIENTELE_RATE_REQUESTS: '40', CLIENTELE_RATE_RECORDS: '100' };

forEachStore('an account that asks too much', (store) => {
  /** How long it has been is for the test to say: allowances grow when time passes, however busy the machine is. */
  let elapsedMs = 0;
  const clock = { ...systemClock(), elapsedMs: () => elapsedMs };
  let registry: RegistryHere;
  let flooding: Api;
  let other: Api;
  const keys = [operatorKey(), operatorKey(), operatorKey()] as const;
  beforeAll(async () => {
    registry = await startRegistryHere(await store.fresh(), { keys, clock, env: { ...RATES, CLIENTELE_TRUST_PROXY: '127.0.0.0/8' } });
    flooding = registry.api.withKey(keys[0]);
    other = registry.api.withKey(keys[1]);
  });
  afterAll(() => registry.stop());

  const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

  it('is told when to go on, and then may', async () => {
    const answers = await Promise.all(Array.from({ length: 400 }, () => flooding.get('/v1/me')));
    const refused = answers.filter(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(40);
    expect(refused).toHaveLength(360);
    expect(refused[0]?.headers).toMatchObject({
      'retry-after': '1',
      ratelimit: '"requests";r=0;t=1',
      'ratelimit-policy': '"requests";q=40;w=1',
    });
    expect(refused[0]?.body).toMatchObject({ code: 'rate_limited', detail: expect.stringContaining('40 requests a second') });
    elapsedMs += 1_000;
    expect((await flooding.get('/v1/me')).status).toBe(200);
  });

  it('spends its rate on what it may not do, too', async () => {
    elapsedMs += 1_000;
    const { body } = await flooding.post<{ key: string }>('/v1/access-keys', { permissions: [] });
    const denied = flooding.withKey(body.key);
    const statuses = await Promise.all(Array.from({ length: 60 }, async () => (await denied.get('/v1/customers')).status));
    expect(statuses.filter((status) => status === 403)).toHaveLength(39);
    expect(statuses.filter((status) => status === 429)).toHaveLength(21);
    elapsedMs += 1_000;
  });

  it('waits off the records that it sent beyond its rate, and may read meanwhile', async () => {
    const sender = registry.api.withKey(keys[2]);
    const events = Array.from({ length: 400 }, (_, at) => wasabi(`flood-${at}`));
    // Bulk gives way to whoever was just answered: the one before is to be long gone.
    elapsedMs += 1_000;
    expect((await sender.post('/wasabi/events', events)).status).toBe(200);
    const refused = await sender.post('/wasabi/events', wasabi('later'));
    expect(refused.status).toBe(429);
    expect(refused.headers['ratelimit-policy']).toBe('"records";q=100;w=1');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await sender.get('/v1/customers?limit=1')).status).toBe(200);
    elapsedMs += Number(refused.headers['retry-after']) * 1_000;
    expect((await sender.post('/wasabi/events', wasabi('later'))).status).toBe(200);
  });

  it('is told in its platform’s own form', async () => {
    const refusedAt = async (path: string): Promise<Answer<unknown> | undefined> =>
      (await Promise.all(Array.from({ length: 200 }, () => flooding.get(path)))).find(({ status }) => status === 429);
    const [cobi, voipbin] = [await refusedAt('/cobi/v1/data/customers'), await refusedAt('/voipbin/v1.0/permissions')];
    expect(cobi?.body).toMatchObject({ error: 'Too Many Requests' });
    expect(voipbin?.body).toMatchObject({ error: { status: 'RESOURCE_EXHAUSTED', reason: 'RATE_LIMITED' } });
    expect([cobi, voipbin].map((answer) => answer?.headers['retry-after'])).toEqual(['1', '1']);
  });

  it('leaves the others’ requests answered', async () => {
    const flood = { isOn: true, refused: 0 };
    const flooders = Array.from({ length: 8 }, async () => {
      while (flood.isOn) flood.refused += (await flooding.get('/v1/customers?limit=200')).status === 429 ? 1 : 0;
    });
    const statuses: number[] = [];
    for (let count = 0; count < 20 || flood.refused < 50; count += 1) {
      statuses.push((await other.get('/v1/customers')).status);
      elapsedMs += 30;
    }
    flood.isOn = false;
    await Promise.all(flooders);
    expect(new Set(statuses)).toEqual(new Set([200]));
  });

  it('comes from where a trusted proxy says', async () => {
    elapsedMs += 1_000;
    const admin = registry.api;
    await admin.send('POST', '/v1/access-keys', { permissions: [] }, { 'x-forwarded-for': '203.0.113.80' });
    for (let tries = 0; tries < 50; tries += 1) {
      const { body } = await admin.get<{ data: { address: string }[] }>('/v1/audit?operation=createAccessKey');
      if (body.data.length > 0) return expect(body.data[0]?.address).toBe('203.0.113.80');
      elapsedMs += 200;
      await pause(200);
    }
    throw new Error('the audit log says nothing');
  });

  it('cannot send headers without end', async () => {
    const { port } = new URL(registry.api.url);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1', () =>
        socket.write(`GET /healthz HTTP/1.1\r\nhost: x\r\nfiller: ${'x'.repeat(20_000)}\r\n\r\n`),
      );
      const parts: Buffer[] = [];
      socket.on('data', (part: Buffer) => parts.push(part));
      socket.on('close', () => resolve(Buffer.concat(parts).toString()));
      socket.on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(answer).toMatch(/x-request-id: \S+/);
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ status: 431, code: 'request_invalid' });
  });
});
