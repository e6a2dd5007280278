// The inbox of rejected records over HTTP: found by what people look for, tried again, mended by suggestions, dismissed.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { cobi, uuid } from '../helpers/people.ts';
import { forEachStore } from '../helpers/stores.ts';
import { importFile } from '../helpers/imports.ts';
import { startRegistryHere } from '../helpers/registry.ts';
import type { RegistryHere } from '../helpers/registry.ts';

interface Rejection {
  readonly rejectionId: string;
  readonly sourceId: string;
  readonly state: string;
  readonly payload: string;
  readonly retryOf: string | null;
  readonly retriedAs: string | null;
  readonly dismissReason: string | null;
}

forEachStore('the inbox of rejected records', (store) => {
  let registry: RegistryHere;
  beforeAll(async () => {
    registry = await startRegistryHere(await store.fresh());
  });
  afterAll(() => registry.stop());

  const send = (...records: object[]): Promise<unknown> => registry.api.post('/cobi/v1/data/customers', { records });
  const list = async (query: string): Promise<Rejection[]> =>
    (await registry.api.get<{ data: Rejection[] }>(`/v1/rejections?limit=200&${query}`)).body.data;
  const one = async (id: number, query = ''): Promise<Rejection> =>
    (await list(query)).find(({ sourceId }) => sourceId === uuid(id)) as Rejection;
  const retry = (rejection: Rejection, body: object = {}) =>
    registry.api.post<{ requestId: string; outcome: string; detail?: string }>(`/v1/rejections/${rejection.rejectionId}/retry`, body);

  it('is searched by source, code, field, import, day and state', async () => {
    await send(cobi(1, { region: 'UK' }), cobi(2, { birthdate: '2023-02-30' }), cobi(3, { gender: 'a\u0000b', region: 'UK' }));
    const job = await importFile(registry.api, JSON.stringify(cobi(4, { region: 'XX' })));
    const ids = async (query: string): Promise<string[]> => (await list(query)).map(({ sourceId }) => sourceId).toSorted();
    expect(await ids('code=country_unknown')).toEqual([uuid(1), uuid(3), uuid(4)]);
    expect(await ids('field=/birthdate')).toEqual([uuid(2)]);
    expect(await ids(`importId=${job.id}`)).toEqual([uuid(4)]);
    expect(await ids('source=wasabi')).toEqual([]);
    expect(await ids(`state=open&day=${new Date().toISOString().slice(0, 10)}`)).toHaveLength(4);
    expect(await ids('day=2020-01-01')).toEqual([]);
    expect((await registry.api.get('/v1/rejections?code=Nope')).status).toBe(400);
  });

  it('keeps a record as mended without trying it again, and tries it so later', async () => {
    await send(cobi(15, { region: 'UK' }), cobi(16, { region: 'UK', birthdate: '2023-02-30' }));
    const open = await one(15);
    const edit = (rejection: Rejection, payload: string | null) =>
      registry.api.send<Rejection & { editedPayload: string | null; detail: string }>('PUT', `/v1/rejections/${rejection.rejectionId}`, {
        payload,
      });
    const mended = JSON.stringify(cobi(15, { region: 'FR' }));
    const kept = await edit(open, mended);
    expect(kept.body).toMatchObject({ state: 'open', payload: open.payload, editedPayload: mended, editedAt: expect.any(String) });
    expect((await registry.api.get(`/v1/customers/by/cobi/${uuid(15)}`)).status).toBe(404);
    expect((await edit(open, null)).body).toMatchObject({ editedPayload: null, editedAt: null });
    await edit(open, mended);
    expect((await retry(open)).body).toMatchObject({ outcome: 'created' });
    expect((await registry.api.get(`/cobi/v1/data/customers/${uuid(15)}`)).body).toEqual(cobi(15, { region: 'FR' }));
    const late = await edit(open, mended);
    expect([late.status, late.body.detail]).toEqual([409, 'This rejection is retried: only an open one can be edited.']);
    const half = await one(16);
    await edit(half, half.payload.replace('2023-02-30', '2023-02-28'));
    const fixed = await registry.api.post<{ data: object[] }>('/v1/rejections/retry', { ids: [half.rejectionId], fixes: 'apply' });
    expect(fixed.body.data).toMatchObject([{ retried: { outcome: 'created' } }]);
  });

  it('tries a record again as mended: one new outcome, which the old rejection names', async () => {
    await send(cobi(11, { region: 'UK' }));
    const open = await one(11);
    const answer = await retry(open, { payload: JSON.stringify(cobi(11, { region: 'FR' })) });
    expect([answer.status, answer.body.outcome]).toEqual([200, 'created']);
    const closed = await registry.api.get<Rejection>(`/v1/rejections/${open.rejectionId}`);
    expect(closed.body).toMatchObject({ state: 'retried', retriedAs: answer.body.requestId, payload: open.payload });
    const receipt = await registry.api.get(`/v1/receipts/${answer.body.requestId}`);
    expect(receipt.body).toMatchObject({ state: 'complete', received: 1, outcomes: { created: 1 } });
    expect((await retry(open)).status).toBe(409);
  });

  it('makes a new rejection of a record that fails again, linked to the old', async () => {
    await send(cobi(12, { region: 'UK' }));
    const open = await one(12);
    expect((await retry(open)).body.outcome).toBe('rejected');
    expect(await one(12, 'state=open')).toMatchObject({ retryOf: open.rejectionId });
    const answers = await Promise.all(Array.from({ length: 3 }, async () => retry(await one(12, 'state=open'), { fixes: 'apply' })));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409]);
    expect((await registry.api.get(`/cobi/v1/data/customers/${uuid(12)}`)).body).toMatchObject({ region: 'GB' });
  });

  it('takes the certain suggestions of a selection, and leaves what is not certain', async () => {
    await send(cobi(21, { region: 'UK' }), cobi(22, { region: 'XX' }), cobi(23, { birthdate: '2023-2-1' }));
    const ids = [(await one(21)).rejectionId, (await one(22)).rejectionId, (await one(23)).rejectionId];
    const { body } = await registry.api.post<{ data: { rejectionId: string; retried: { outcome: string } | null }[]; nextCursor: null }>(
      '/v1/rejections/retry',
      { ids, fixes: 'apply' },
    );
    expect(Object.fromEntries(body.data.map(({ rejectionId, retried }) => [rejectionId, retried?.outcome ?? null]))).toEqual({
      [ids[0] as string]: 'created',
      [ids[1] as string]: null,
      [ids[2] as string]: 'created',
    });
    expect((await one(22)).state).toBe('open');
    expect((await registry.api.post('/v1/rejections/retry', { fixes: 'apply' })).status).toBe(400);
  });

  it('closes what needs no mending, with a reason, one or many', async () => {
    await send(cobi(31, { region: 'XX' }), cobi(32, { region: 'XX' }));
    const first = await one(31);
    const path = `/v1/rejections/${first.rejectionId}/dismiss`;
    expect((await registry.api.post(path, { reason: 'a test record' })).body).toMatchObject({
      state: 'dismissed',
      dismissReason: 'a test record',
    });
    expect((await registry.api.post(path, { reason: 'again' })).status).toBe(409);
    expect((await registry.api.post(path, {})).status).toBe(400);
    const many = await registry.api.post<{ dismissed: number }>('/v1/rejections/dismiss', { filter: { field: '/region' }, reason: 'old' });
    expect(many.body.dismissed).toBeGreaterThan(0);
    expect(await one(32)).toMatchObject({ state: 'dismissed', dismissReason: 'old' });
  });
});
