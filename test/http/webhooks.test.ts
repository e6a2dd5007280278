// Webhooks over HTTP: settings and what is refused of them, secrets and their rotation, deliveries seen, replayed, paused, resumed.

import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { request } from 'undici';
import { eventually } from '../webhooks/eventually.ts';
import { forEachStore } from '../helpers/stores.ts';
import { importFile } from '../helpers/imports.ts';
import { startReceiver, verify, withStatus } from '../webhooks/receiver.ts';
import { startRegistryHere } from '../helpers/registry.ts';
import { wasabi } from '../helpers/people.ts';
import type { Receiver } from '../webhooks/receiver.ts';
import type { RegistryHere } from '../helpers/registry.ts';

type Body = Record<string, unknown>;

forEachStore('/v1/webhooks', (store) => {
  let registry: RegistryHere;
  let receiver: Receiver;
  let people = 0;

  beforeAll(async () => {
    registry = await startRegistryHere(await store.fresh());
    receiver = await startReceiver();
  });
  afterAll(async () => {
    await registry.stop();
    await receiver.stop();
  });
  beforeEach(async () => {
    receiver.answer = withStatus(204);
    receiver.received.length = 0;
    await ask('PUT', '', { url: receiver.url });
    await ask('POST', '/resume');
  });

  async function ask(method: 'GET' | 'PUT' | 'PATCH' | 'POST', path: string, body?: object): Promise<{ status: number; body: Body }> {
    const headers = { authorization: `Bearer ${registry.key}`, ...(body && { 'content-type': 'application/json' }) };
    const sent = body === undefined ? null : JSON.stringify(body);
    const answer = await request(`${registry.api.url}/v1/webhooks${path}`, { method, headers, body: sent });
    return { status: answer.statusCode, body: (await answer.body.json()) as Body };
  }

  const changeSomebody = async (given: object = {}): Promise<void> => {
    people += 1;
    await registry.api.post('/wasabi/events', wasabi(`person-${people}`, given));
  };

  /** The state of the deliveries, latest first, as soon as `enough` holds. */
  const statesWhen = (enough: (states: string[]) => boolean): Promise<string[]> =>
    eventually(async () => {
      const { body } = await ask('GET', '/deliveries?limit=200');
      return (body['data'] as { state: string }[]).map(({ state }) => state);
    }, enough);

  it('tells an account that it was changed, and last that it was deleted', async () => {
    const accounts = `${registry.api.url}/voipbin/v1.0/customers`;
    const manage = async (method: 'POST' | 'PUT' | 'DELETE', path: string, body?: object): Promise<Body> => {
      const headers = { authorization: `Bearer ${registry.key}`, 'content-type': 'application/json' };
      const answer = await request(accounts + path, { method, headers, body: body ? JSON.stringify(body) : null });
      return (await answer.body.json()) as Body;
    };
    const { id } = await manage('POST', '', { username: 'teahouse', webhook_uri: receiver.url, line_secret: 'a secret of LINE' });
    const told = (): Body[] =>
      receiver.received.map(({ body }) => body as unknown as Body).filter(({ data }) => (data as Body)['id'] === id);
    await manage('PUT', `/${id as string}`, { name: 'The Tea House', line_secret: 'another' });
    const untilTold = (count: number): Promise<number> =>
      eventually(
        async () => told().length,
        (length) => length >= count,
      );
    // A deletion cancels what still waits.
    await untilTold(1);
    await manage('DELETE', `/${id as string}`);
    await untilTold(2);
    expect(told()).toMatchObject([
      { type: 'account.updated', data: { id, status: 'active', fields: ['name', 'lineSecret'] } },
      { type: 'account.deleted', data: { id, status: 'deleted' } },
    ]);
    expect(JSON.stringify(told())).not.toContain('another');
  });

  it('keeps settings, of which PUT sets all and PATCH some', async () => {
    const put = await ask('PUT', '', { url: receiver.url, method: 'PUT', types: ['customer.deleted'], coalesce: true });
    expect(put).toMatchObject({ status: 200, body: { url: receiver.url, method: 'PUT', types: ['customer.deleted'], state: 'active' } });
    expect((await ask('PATCH', '', { payload: 'thin' })).body).toMatchObject({ method: 'PUT', payload: 'thin', coalesce: true });
    expect((await ask('PUT', '', { url: null })).body).toMatchObject({
      url: null,
      method: 'POST',
      payload: 'full',
      types: null,
      state: 'off',
    });
    expect((await ask('GET', '')).body).toMatchObject({ state: 'off', coalesce: false, oldestUndeliveredAt: null });
  });

  it('refuses settings that cannot be meant, and addresses that cannot be reached', async () => {
    const refusals = [
      [{ url: 'http://10.0.0.1/' }, 'private'],
      [{ url: 'http://169.254.169.254/latest' }, 'linkLocal'],
      [{ url: 'http://[::1]/' }, 'loopback'],
      [{ url: 'ftp://example.com/' }, 'http or https'],
      [{ url: 'https://me:secret@example.com/' }, 'user name'],
      [{ url: '/hook' }, 'absolute URL'],
      [{ method: 'PATCH' }, 'POST'],
      [{ types: ['customer.moved'] }, 'types'],
      [{ types: [] }, 'types'],
      [{ uri: 'https://example.com/' }, 'url'],
      [{}, ''],
    ] as const;
    for (const [body, word] of refusals) {
      const answer = await ask('PATCH', '', body);
      expect([body, answer.status, JSON.stringify(answer.body)]).toEqual([body, 400, expect.stringContaining(word)]);
      expect(JSON.stringify(answer.body)).not.toContain('secret@');
    }
    expect((await ask('GET', '')).body['url']).toBe(receiver.url);
  });

  it('sends a test, which the secret it gives verifies; a rotated secret signs beside the new one', async () => {
    const before = (await ask('GET', '/secrets')).body['data'] as { secret: string }[];
    expect(await ask('POST', '/test')).toMatchObject({ status: 202 });
    await receiver.until((received) => received.length === 1);
    verify(receiver.received[0]!, before[0]!.secret);
    expect(receiver.received[0]!.body).toMatchObject({ type: 'webhook.test' });
    const after = (await ask('POST', '/secrets/rotate', { overlapSeconds: 3600 })).body['data'] as {
      secret: string;
      expiresAt: string | null;
    }[];
    expect(after.map(({ secret, expiresAt }) => [secret === before[0]!.secret, expiresAt === null])).toEqual([
      [false, true],
      [true, false],
    ]);
    await ask('POST', '/test');
    await receiver.until((received) => received.length === 2);
    for (const { secret } of after) verify(receiver.received[1]!, secret);
    await ask('POST', '/secrets/rotate', { overlapSeconds: 0 });
    await ask('POST', '/test');
    await receiver.until((received) => received.length === 3);
    expect(() => verify(receiver.received[2]!, after[0]!.secret)).toThrow('No matching signature');
    expect((await ask('POST', '/secrets/rotate', { overlapSeconds: 604_801 })).status).toBe(400);
  });

  it('pauses and resumes: what happened meanwhile is told, in its order', async () => {
    expect((await ask('POST', '/pause')).body).toMatchObject({ state: 'paused', stateReason: 'asked' });
    expect((await ask('POST', '/test')).status).toBe(409);
    await changeSomebody();
    await changeSomebody();
    await statesWhen((states) => states.filter((state) => state === 'pending').length === 2);
    expect(receiver.received).toHaveLength(0);
    expect((await ask('GET', '')).body['oldestUndeliveredAt']).not.toBeNull();
    await metricShows('held');
    await ask('POST', '/resume');
    await receiver.until((received) => received.length === 2);
    const sequences = receiver.received.map(({ body }) => body!.sequence);
    expect(sequences).toEqual(sequences.toSorted((a, b) => a - b));
  });

  const metricShows = async (state: string): Promise<void> => {
    const pattern = new RegExp(`oldest_undelivered_seconds\\{account="[0-9a-f-]{36}",state="${state}"\\} [0-9.]+`);
    await eventually(
      async () => (await registry.api.get('/metrics')).text.split('\n').filter((line) => line.includes('webhook')),
      (lines) => lines.some((line) => pattern.test(line)),
    );
  };

  it('shows a delivery with its attempts and replays it, marked, under its id', async () => {
    await changeSomebody();
    await receiver.until((received) => received.length === 1);
    await statesWhen((states) => states[0] === 'delivered');
    const { id } = receiver.received[0]!;
    const one = await ask('GET', `/deliveries/${id}`);
    expect(one.body).toMatchObject({
      id,
      state: 'delivered',
      type: 'customer.created',
      attempts: 1,
      log: [{ status: 204, address: '127.0.0.1' }],
    });
    expect((await ask('POST', `/deliveries/${id}/replay`)).status).toBe(202);
    await receiver.until((received) => received.length === 2);
    expect(receiver.received[1]).toMatchObject({ id, isReplay: true, text: receiver.received[0]!.text });
    expect((await ask('GET', '/deliveries/00000000-0000-7000-8000-000000000000')).status).toBe(404);
    expect((await ask('GET', '/deliveries/x')).status).toBe(404);
  });

  it('lists by state, type, customer and time, and replays what a filter chooses', async () => {
    const began = new Date(Date.now() - 5).toISOString();
    await changeSomebody();
    await changeSomebody();
    await receiver.until((received) => received.length === 2);
    await statesWhen((states) => states[0] === 'delivered' && states[1] === 'delivered');
    const customerId = String(receiver.received[0]!.body!.data['id']);
    const count = async (query: string): Promise<number> => ((await ask('GET', `/deliveries?${query}`)).body['data'] as unknown[]).length;
    const since = `since=${encodeURIComponent(began)}`;
    expect(await count(`${since}&customerId=${customerId}`)).toBe(1);
    expect(await count(`${since}&type=customer.created&state=delivered`)).toBe(2);
    expect(await count(`${since}&type=customer.deleted`)).toBe(0);
    expect(await count(`${since}&state=failed`)).toBe(0);
    const first = await ask('GET', `/deliveries?limit=1&${since}`);
    expect(await count(`limit=1&${since}&cursor=${String(first.body['nextCursor'])}`)).toBe(1);
    expect((await ask('GET', '/deliveries?since=yesterday')).status).toBe(400);
    expect((await ask('GET', '/deliveries?stat=failed')).status).toBe(400);
    expect((await ask('POST', '/deliveries/replay', { since: began, type: 'customer.created' })).body).toEqual({
      replays: 2,
      hasMore: false,
    });
    await receiver.until((received) => received.filter(({ isReplay }) => isReplay).length === 2);
    expect(await ask('POST', '/deliveries/replay', {})).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('at least one of') },
    });
  });

  it('tells of an import that is finished, when its changes were told', async () => {
    const job = await importFile(registry.api, JSON.stringify(wasabi('imported')));
    const received = await eventually(
      () => receiver.received.map(({ body }) => body!),
      (bodies) => bodies.length === 2,
    );
    const finished = received.find(({ type }) => type === 'import.finished');
    expect(finished?.data).toMatchObject({ id: job.id });
    expect(received.map(({ type }) => type)).toContain('customer.created');
  });

  it('disables a receiver that says it is gone, tells so, and cancels what waits when the address goes', async () => {
    receiver.answer = withStatus(410);
    await changeSomebody();
    await statesWhen((states) => states[0] === 'failed');
    expect((await ask('GET', '')).body).toMatchObject({ state: 'disabled', stateReason: 'gone' });
    expect(registry.log()).toContain('a webhook was disabled');
    await changeSomebody();
    await statesWhen((states) => states[0] === 'pending');
    await ask('PUT', '', { url: null });
    await statesWhen((states) => states[0] === 'cancelled');
    expect(receiver.received).toHaveLength(1);
    expect((await ask('POST', '/test')).status).toBe(409);
  });

  it('cancels what waits, paused or not, when the address goes by VoIPBin’s door', async () => {
    await ask('POST', '/pause');
    await changeSomebody();
    await statesWhen((states) => states[0] === 'pending');
    await registry.api.send('PUT', '/voipbin/v1.0/customer', { webhook_uri: '' });
    await statesWhen((states) => states[0] === 'cancelled');
    await registry.api.send('PUT', '/voipbin/v1.0/customer', { webhook_uri: receiver.url });
    await ask('POST', '/resume');
    await ask('POST', '/test');
    await receiver.until((received) => received.some(({ body }) => body?.type === 'webhook.test'));
    expect(receiver.received.filter(({ body }) => body?.type.startsWith('customer.'))).toEqual([]);
  });

  it('replays nothing without an address, neither now nor to the next one', async () => {
    await changeSomebody();
    await receiver.until((received) => received.length === 1);
    await statesWhen((states) => states[0] === 'delivered');
    const { id } = receiver.received[0]!;
    const until = new Date(Date.now() + 60_000).toISOString();
    await ask('POST', '/pause');
    expect((await ask('POST', `/deliveries/${id}/replay`)).status).toBe(202);
    await ask('PATCH', '', { url: null });
    await eventually(
      async () => (await ask('GET', `/deliveries/${id}`)).body,
      (body) => body['dueAt'] === null,
    );
    const refused = { status: 409, body: { code: 'state_unsuitable', detail: expect.stringContaining('"url"') } };
    expect(await ask('POST', `/deliveries/${id}/replay`)).toMatchObject(refused);
    expect(await ask('POST', '/deliveries/replay', { until })).toMatchObject(refused);
    await ask('PATCH', '', { url: receiver.url });
    await ask('POST', '/resume');
    await ask('POST', '/test');
    await receiver.until((received) => received.some(({ body }) => body?.type === 'webhook.test'));
    expect(receiver.received.filter(({ isReplay }) => isReplay)).toEqual([]);
  });
});
