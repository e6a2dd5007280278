// Conservation asked for over real HTTP: receipts, outcomes by day, and rejections that are kept and close when mended.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cobi, uuid, wasabi } from '../helpers/people.ts';
import { forEachStore } from '../helpers/stores.ts';
import { startRegistryHere } from '../helpers/registry.ts';
import type { Api } from '../helpers/api.ts';
import type { TestRegistry } from '../helpers/registry.ts';

interface Totals {
  offered: number;
  received: number;
  notTaken: number;
  outcomes: Record<string, number>;
}

interface Rejection {
  rejectionId: string;
  sourceId: string | null;
  state: string;
  payload: string;
  payloadBytes: number;
  place: object;
  issues: { code: string; pointer: string }[];
}

forEachStore('conservation over HTTP', (store) => {
  let registry: TestRegistry;
  let api: Api;
  beforeAll(async () => {
    registry = await startRegistryHere(await store.fresh());
    api = registry.api;
  });
  afterAll(() => registry.stop());

  const sumOf = (outcomes: Record<string, number>): number => Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  const rejections = async (query = ''): Promise<Rejection[]> => (await api.get<{ data: Rejection[] }>(`/v1/rejections${query}`)).body.data;
  const statesOf = async (sourceId: string): Promise<string[]> =>
    (await rejections('?limit=200')).filter((one) => one.sourceId === sourceId).map(({ state }) => state);

  it('each request has a receipt that adds up', async () => {
    const { body } = await api.post<{ requestId: string }>('/wasabi/events', [wasabi('r1'), wasabi('r1'), { eventType: 'ORDER' }]);
    const receipt = (await api.get<Totals>(`/v1/receipts/${body.requestId}`)).body;
    expect(receipt).toMatchObject({ requestId: body.requestId, source: 'wasabi', state: 'complete', offered: 3, received: 3, notTaken: 0 });
    expect(receipt.outcomes).toMatchObject({ created: 1, unchanged: 1, rejected: 1 });
    expect(sumOf(receipt.outcomes)).toBe(3);
  });

  it('there is no receipt for a name never used', async () => {
    expect((await api.get('/v1/receipts/never-used')).status).toBe(404);
    expect((await api.get('/v1/receipts/%00')).status).toBe(400);
  });

  it('the account’s outcomes are the sum over its requests, by day and source', async () => {
    const before = (await api.get<{ total: Totals }>('/v1/outcomes')).body.total;
    await api.post('/cobi/v1/data/customers?source=school', { records: [cobi(1), cobi(2), {}] });
    const { data, total } = (await api.get<{ data: (Totals & { source: string; day: string })[]; total: Totals }>('/v1/outcomes')).body;
    expect(total.offered).toBe(before.offered + 3);
    expect(total.offered).toBe(total.received + total.notTaken);
    expect(total.received).toBe(sumOf(total.outcomes));
    expect(data.find(({ source }) => source === 'school')).toMatchObject({ received: 3, outcomes: { created: 2, rejected: 1 } });
    const today = (data[0] as { day: string }).day;
    expect((await api.get<{ total: Totals }>(`/v1/outcomes?since=${today}`)).body.total).toEqual(total);
    expect((await api.get<{ total: Totals }>('/v1/outcomes?since=9998-12-31')).body.total.received).toBe(0);
  });

  it('a day that cannot be is refused', async () => {
    for (const since of ['today', '2023-02-30', '2023-13-01', ''])
      expect((await api.get(`/v1/outcomes?since=${since}`)).status, since).toBe(400);
  });

  describe('a rejected record', () => {
    it('is kept as it came, with its issues and its place', async () => {
      const text = '{"eventType" : "CUSTOMER","eventAction":"CREATED","version":2,"body":{"customerId":"kept"}}';
      const { body } = await api.post<{ requestId: string }>('/wasabi/events', `${JSON.stringify(wasabi('fine'))}\n${text}`);
      const [kept, ...others] = await rejections(`?requestId=${body.requestId}`);
      expect(others).toEqual([]);
      expect(kept).toMatchObject({ sourceId: 'kept', state: 'open', payload: text, payloadBytes: text.length });
      expect(kept?.place).toEqual({ line: 2, byteOffset: JSON.stringify(wasabi('fine')).length + 1 });
      expect(kept?.issues.map(({ pointer }) => pointer)).toEqual(expect.arrayContaining(['/version']));
    });

    it('of more than 256 KiB is kept as its first 256 KiB, with its whole length', async () => {
      const text = JSON.stringify({ eventType: 'ORDER', filler: 'x'.repeat(300_000) });
      const { body } = await api.post<{ requestId: string }>('/wasabi/events', text);
      const [kept] = await rejections(`?requestId=${body.requestId}`);
      expect(kept).toMatchObject({ payload: text.slice(0, 256 * 1024), payloadBytes: text.length });
    });

    it('closes as superseded when it comes valid', async () => {
      await api.post('/wasabi/events', wasabi('mended', { smsOptIn: 'yes' }));
      expect(await statesOf('mended')).toEqual(['open']);
      await api.post('/wasabi/events?source=elsewhere', wasabi('mended'));
      expect(await statesOf('mended')).toEqual(['open']);
      await api.post('/wasabi/events', wasabi('mended'));
      expect(await statesOf('mended')).toEqual(['superseded']);
    });

    it('closes whatever the letter case of its UUID', async () => {
      const id = uuid(77).replace('4000', '4abc');
      await api.post('/cobi/v1/data/customers', { records: [cobi(1, { customer_id: id.toUpperCase(), region: 'XX' })] });
      await api.post('/cobi/v1/data/customers', { records: [cobi(1, { customer_id: id })] });
      expect(await statesOf(id.toUpperCase())).toEqual([]);
      expect(await statesOf(id)).toEqual(['superseded']);
    });

    it('closes when it comes valid in the same request, and stays open when it came valid before', async () => {
      await api.post('/wasabi/events', [wasabi('later', { smsOptIn: 1 }), wasabi('later')]);
      expect(await statesOf('later')).toEqual(['superseded']);
      await api.post('/wasabi/events', [wasabi('earlier'), wasabi('earlier', { smsOptIn: 1 })]);
      expect(await statesOf('earlier')).toEqual(['open']);
    });

    it('of an institute does not close by a customer of its id', async () => {
      await api.post('/cobi/v1/data/institutes', { records: [{ institute_id: uuid(78) }] });
      await api.post('/cobi/v1/data/customers', { records: [cobi(78)] });
      expect(await statesOf(uuid(78))).toEqual(['open']);
    });
  });

  it('rejections of a request that never was are none, and a limit that cannot be is refused', async () => {
    expect(await rejections('?requestId=never-was')).toEqual([]);
    expect((await api.get('/v1/rejections?requestId=%00')).status).toBe(400);
    expect((await api.get('/v1/rejections?limit=0')).status).toBe(400);
  });
});
