// Writing from the registry's own API over real HTTP: records of any format together, and one under its source's id.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { cobi, uuid, wasabi } from '../helpers/people.ts';
import { forEachStore } from '../helpers/stores.ts';
import { operatorKey, startRegistryHere } from '../helpers/registry.ts';
import { openDatabase } from '../../src/storage/database.ts';
import { verifyStore } from '../../src/registry/verify-store.ts';
import type { Answer, Api } from '../helpers/api.ts';
import type { Difference } from '../../src/registry/verify-store.ts';
import type { RegistryHere } from '../helpers/registry.ts';
import type { StoreSettings } from '../../src/storage/database.ts';

interface Taken {
  readonly requestId: string;
  readonly outcomes: Record<string, number>;
  readonly parts: readonly { readonly requestId: string; readonly source: string; readonly format: string; readonly recordType: string }[];
  readonly customerId: string | null;
}

const INSTITUTE = { institute_id: uuid(500), name: 'Northern College', region: 'CA' };
const OWN = { id: 'own-1', gender: 'FEMALE', birthDate: '1990-01-01', updatedAt: '2024-01-01T00:00:00Z' };
const MIXED = [wasabi('w-1'), cobi(1), INSTITUTE, OWN, { what: 'ever' }, { username: 'an account' }, wasabi('w-2', { smsOptIn: 'yes' })];

forEachStore('records of any format', (store) => {
  const otherKey = operatorKey();
  let settings: StoreSettings;
  let registry: RegistryHere;
  let api: Api;
  beforeAll(async () => {
    settings = await store.fresh();
    registry = await startRegistryHere(settings, { keys: [otherKey] });
    api = registry.api;
  });
  afterAll(async () => {
    await registry.stop();
    const database = await openDatabase(settings);
    const differences: Difference[] = [];
    await verifyStore(database, (difference) => differences.push(difference));
    await database.close();
    expect(differences).toEqual([]);
  });

  const post = (body: object | string, query = '', headers: Record<string, string> = {}): Promise<Answer<Taken>> =>
    api.post<Taken>(`/v1/records${query}`, body, headers);
  const put = (source: string, id: string, body: object, headers: Record<string, string> = {}): Promise<Answer<Taken>> =>
    api.send<Taken>('PUT', `/v1/customers/by/${source}/${encodeURIComponent(id)}`, body, headers);

  it('are recognised each, kept by feed, and answered together', async () => {
    const answer = await post(MIXED, '', { 'x-request-id': 'mixed-request' });
    expect(answer).toMatchObject({
      status: 207,
      body: {
        requestId: 'mixed-request',
        offered: 7,
        received: 7,
        notTaken: 0,
        issuesTotal: 3,
        outcomes: { created: 4, rejected: 3 },
        issues: [
          { index: 4, code: 'format_unknown' },
          { index: 5, code: 'format_unknown' },
          { index: 6, code: 'type_wrong', pointer: '/body/smsOptIn' },
        ],
        parts: [
          { requestId: 'mixed-request', source: 'wasabi', format: 'wasabi', recordType: 'customer', outcomes: { created: 1, rejected: 1 } },
          { requestId: 'mixed-request.2', source: 'cobi', recordType: 'customer', received: 1 },
          { requestId: 'mixed-request.3', source: 'cobi', recordType: 'institute', received: 1 },
          { requestId: 'mixed-request.4', source: 'registry', format: 'registry', outcomes: { created: 1, rejected: 2 } },
        ],
      },
    });
    for (const { requestId } of answer.body.parts) {
      expect((await api.get(`/v1/receipts/${requestId}`)).body, requestId).toMatchObject({ state: 'complete' });
    }
    const rejections = await api.get<{ data: object[] }>('/v1/rejections?requestId=mixed-request.4');
    expect(rejections.body.data).toHaveLength(2);
    expect((await api.get('/v1/customers/by/registry/own-1')).body).toMatchObject({ gender: 'FEMALE', birthDate: '1990-01-01' });
    expect((await post(MIXED.slice(0, 4))).body).toMatchObject({ status: 200, outcomes: { unchanged: 4 } });
  });

  it('come one a line, wrapped, or alone; as one format where it is said, from a feed where it is named', async () => {
    const lines = [wasabi('l-1'), cobi(2)].map((record) => JSON.stringify(record)).join('\n');
    const asLines = await post(`${lines}\n{"broken`, '', { 'content-type': 'application/x-ndjson' });
    expect(asLines.body).toMatchObject({ outcomes: { created: 2, rejected: 1 }, issues: [{ line: 3, code: 'json_invalid' }] });
    expect((await post({ records: [wasabi('l-2')] })).body).toMatchObject({ outcomes: { created: 1 } });
    expect((await post(OWN, '?source=shop')).body).toMatchObject({ outcomes: { created: 1 }, parts: [{ source: 'shop' }] });
    expect((await post({ id: 'said' }, '?format=registry')).body).toMatchObject({ outcomes: { created: 1 } });
    expect((await post(wasabi('l-3'), '?format=cobi')).body).toMatchObject({ status: 400, parts: [{ format: 'cobi' }] });
  });

  it('that nothing tells of are rejected alone, also from a feed that is named like a format', async () => {
    const lines = [JSON.stringify(wasabi('named-1')), 'not json', '{}'].join('\n');
    const answer = await api.post<Taken>('/v1/records?source=wasabi', lines, { 'content-type': 'application/x-ndjson' });
    expect(answer.status).toBe(207);
    expect(answer.body.outcomes).toMatchObject({ created: 1, rejected: 2 });
    expect(answer.body.parts).toMatchObject([{ source: 'wasabi', format: 'wasabi' }]);
  });

  it('are recognised as they will be read: behind a byte order mark, and with spaces that are mended', async () => {
    const [first, second] = [wasabi('marked-1'), wasabi('marked-2')].map((event) => JSON.stringify(event));
    const marked = await api.post<Taken>('/v1/records', `\uFEFF${first}\n${second}\n`, { 'content-type': 'application/x-ndjson' });
    expect(marked.body.outcomes).toMatchObject({ created: 2, rejected: 0 });
    const spaced = JSON.stringify(wasabi('spaced')).replaceAll(',"', ',\u00a0"');
    const mended = await api.post<Taken>('/v1/records?fixes=apply', spaced);
    expect(mended.body.outcomes).toMatchObject({ created: 1, rejected: 0 });
  });

  it('are refused as a whole where the request itself cannot be read, and then none is kept', async () => {
    const before = (await api.get<{ last: number }>('/v1/changes?after=latest')).body.last;
    const refused: [object | string, string][] = [
      ['', ''],
      ['[]', ''],
      ['{"broken', ''],
      [[wasabi('no')], '?source=cobi'],
      [[wasabi('no'), cobi(9)], '?source=wasabi'],
      [[wasabi('no')], '?format=voipbin'],
      [[wasabi('no')], '?formt=wasabi'],
    ];
    for (const [body, query] of refused) expect((await post(body, query)).status, JSON.stringify([body, query])).toBe(400);
    expect((await post([wasabi('no')], '', { 'x-request-id': 'mixed-request' })).status).toBe(409);
    expect((await api.get<{ last: number }>('/v1/changes?after=latest')).body.last).toBe(before);
  });

  it('are put one by one under the id of their source', async () => {
    const hard = 'a/b%2F?#é🙂';
    const first = await put('wasabi', hard, wasabi(hard));
    expect(first).toMatchObject({ status: 200, body: { outcomes: { created: 1 }, customerId: expect.any(String) } });
    expect((await api.get(`/v1/customers/by/wasabi/${encodeURIComponent(hard)}`)).body).toMatchObject({ id: first.body.customerId });
    expect((await put('wasabi', hard, wasabi(hard))).body).toMatchObject({ outcomes: { unchanged: 1 }, customerId: first.body.customerId });
    expect(await put('cobi', uuid(1).toUpperCase(), cobi(1))).toMatchObject({ status: 200 });
    const bad = await put('wasabi', 'bad', wasabi('bad', { dateOfBirth: '1990-02-30' }));
    expect(bad).toMatchObject({
      status: 400,
      body: { outcomes: { rejected: 1 }, customerId: null, issues: [{ pointer: '/body/dateOfBirth' }] },
    });
    for (const [source, id, body] of [
      ['wasabi', 'other', wasabi('one')],
      ['cobi', 'x', wasabi('x')],
      ['UPPER', 'x', wasabi('x')],
      ['cobi', uuid(500), INSTITUTE],
      ['wasabi', 'x', [wasabi('x'), wasabi('x')]],
    ] as const) {
      expect(await put(source, id, body), `${source} ${id}`).toMatchObject({ status: 400, body: { code: 'request_invalid' } });
    }
  });

  it('sent again under their Idempotency-Key get the answer they got', async () => {
    const headers = { 'idempotency-key': 'records-1', 'x-request-id': 'named-request' };
    const first = await post([wasabi('once'), cobi(3)], '', headers);
    expect(first).toMatchObject({ status: 200, body: { outcomes: { created: 2 } } });
    const again = await post([wasabi('once'), cobi(3)], '', headers);
    expect(again).toMatchObject({ status: 200, text: first.text, headers: { 'idempotency-replayed': 'true' } });
    expect(await post([wasabi('twice'), cobi(3)], '', headers)).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
    const putOnce = (): Promise<Answer<Taken>> => put('wasabi', 'put', wasabi('put'), { 'idempotency-key': 'put-1' });
    expect((await putOnce()).body).toMatchObject({ outcomes: { created: 1 } });
    expect((await putOnce()).body).toMatchObject({ outcomes: { created: 1 } });
  });
});
