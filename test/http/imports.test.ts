// Imports over HTTP: files of every carrier become jobs, which end as they should and say what became of each record.

import { Readable } from 'node:stream';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cobi, uuid, wasabi } from '../helpers/people.ts';
import { ended, importFile, seen } from '../helpers/imports.ts';
import { forEachStore } from '../helpers/stores.ts';
import { operatorKey, startRegistryHere } from '../helpers/registry.ts';
import type { Answer } from '../helpers/api.ts';
import type { ImportAnswer } from '../helpers/imports.ts';
import type { RegistryHere } from '../helpers/registry.ts';

const lines = (...records: object[]): string => records.map((record) => `${JSON.stringify(record)}\n`).join('');
const students = (first: number, count: number): object[] => Array.from({ length: count }, (_, at) => cobi(first + at));
let next = 0;
const fresh = (count: number): object[] => students((next += count) - count, count);

forEachStore('an import', (store) => {
  const otherKey = operatorKey();
  let registry: RegistryHere;
  beforeAll(async () => {
    registry = await startRegistryHere(await store.fresh(), { keys: [otherKey] });
  });
  afterAll(() => registry.stop());

  describe('takes in', () => {
    const table = 'customer_id,user_id,Region,dob,shoe size\r\n';
    const row = (number: number): string => `${uuid(number)},${uuid(number + 500)},CA,1990-01-01,43\r\n`;
    const tableOf = (): string =>
      table +
      fresh(3)
        .map((_, at) => row(next - 3 + at))
        .join('');
    it.each([
      ['lines', () => lines(...fresh(3)), 'lines'],
      ['lines with blank ones between', () => `\n${lines(...fresh(3)).replaceAll('\n', '\r\n\r\n')}`, 'lines'],
      ['an array', () => JSON.stringify(fresh(3)), 'array'],
      ['a pretty-printed array behind a mark', () => `\uFEFF${JSON.stringify(fresh(3), null, 2)}`, 'array'],
      ['a wrapped array', () => JSON.stringify({ customers: fresh(3), total: 3 }), 'array'],
      ['a wrapped array whose wrapper is not first', () => JSON.stringify({ total: 3, records: fresh(3) }), 'document'],
      ['a table', tableOf, 'csv'],
      ['a table with semicolons, a mark and CR alone', () => `\uFEFF${tableOf()}`.replaceAll(',', ';').replaceAll('\r\n', '\r'), 'csv'],
      ['gzip', () => gzipSync(lines(...fresh(3))), 'lines'],
      ['zstd', () => zstdCompressSync(JSON.stringify(fresh(3))), 'array'],
    ])('%s', async (_what, file, carrier) => {
      const job = await importFile(registry.api, file());
      expect(job).toMatchObject({ state: 'finished', format: 'cobi', carrier, records: 3, received: 3, reason: null });
      expect(job.outcomes).toMatchObject({ created: 3 });
    });

    it('one document alone', async () => {
      const job = await importFile(registry.api, JSON.stringify(wasabi('alone'), null, 2));
      expect(job).toMatchObject({ state: 'finished', format: 'wasabi', carrier: 'document', records: 1 });
    });

    it('a table whose columns are shown, mapped by name or by hand', async () => {
      const file = 'Key,dob,created,updated,note\nw-1,1990-01-01,2023-01-01T00:00:00Z,2023-01-01T00:00:00Z,"two\nlines"\n';
      const query = `?format=wasabi&mapping=${encodeURIComponent('{"Key":"customerId"}')}`;
      const job = await importFile(registry.api, file, query);
      expect(job.columns?.map(({ field, use }) => field ?? use)).toEqual(['customerId', 'dateOfBirth', 'createdAt', 'updatedAt', 'kept']);
      const kept = await registry.api.get<{ body: object }>('/wasabi/customers/w-1');
      expect(kept.body.body).toMatchObject({ dateOfBirth: '1990-01-01', note: 'two\nlines' });
    });
  });

  it('counts every record, and the issues by kind with their first line', async () => {
    const [good, other, bad] = fresh(3) as [object, object, object];
    const file = `${lines(good, { ...bad, region: 'UK' }, { ...bad, region: 'UK' }, good)}{"customer_id"\n${lines(other)}`;
    const job = await importFile(registry.api, file);
    expect(job.outcomes).toMatchObject({ created: 2, unchanged: 1, rejected: 3 });
    expect(job.issues).toMatchObject([
      { code: 'country_unknown', field: '/region', count: 2, first: 2, suggestion: 'GB' },
      { code: 'json_invalid', field: '', count: 1, first: 5 },
    ]);
    const receipt = await registry.api.get<object>(`/v1/receipts/${job.id}`);
    expect(receipt.body).toMatchObject({ state: 'complete', offered: 6, received: 6, notTaken: 0 });
  });

  it('takes the others where one line has no end', async () => {
    const [first, last] = fresh(2) as [object, object];
    const body = Readable.from(
      (function* endless() {
        yield Buffer.from(`${JSON.stringify(first)}\n{"a":"`);
        for (let at = 0; at < 40; at += 1) yield Buffer.alloc(1024 * 1024, 'x');
        yield Buffer.from(`\n${JSON.stringify(last)}\n`);
      })(),
    );
    const answer = await registry.api.post<ImportAnswer>('/v1/imports', body, { 'content-type': 'application/octet-stream' });
    const job = await ended(registry.api, answer.body.id);
    expect(job).toMatchObject({ records: 3, outcomes: { created: 2, rejected: 1 } });
    expect(job.issues).toMatchObject([
      { code: 'record_too_large', first: 2, message: 'The record is larger than 1 MiB: send it smaller.' },
    ]);
  });

  it('takes all of a file or nothing, where it is asked to', async () => {
    const [good, bad] = fresh(2) as [object, object];
    const job = await importFile(registry.api, lines(good, { ...bad, region: 'XX' }), '?policy=reject_file');
    expect(job).toMatchObject({ state: 'failed', received: 0, issues: [{ code: 'country_unknown', count: 1 }] });
    expect(job.reason).toContain('1 of 2 records are faulty');
    expect(await importFile(registry.api, lines(good), '?policy=reject_file')).toMatchObject({ state: 'finished', received: 1 });
  });

  it('goes up under an idempotency key as without one', async () => {
    const headers = { 'content-type': 'application/octet-stream', 'idempotency-key': `upload-${next}` };
    const { status, body } = await registry.api.post<ImportAnswer>('/v1/imports', lines(...fresh(2)), headers);
    expect({ status, ...(await ended(registry.api, body.id)) }).toMatchObject({ status: 202, received: 2 });
  });

  it('goes up in parts, and on from where it broke off', async () => {
    const whole = Buffer.from(lines(...fresh(20)));
    const post = (path: string, body: string | Uint8Array): Promise<Answer<ImportAnswer & { detail: string }>> =>
      registry.api.post(path, body, { 'content-type': 'application/octet-stream' });
    const { body } = await post('/v1/imports?upload=parts&name=students.ndjson', '');
    const at = `/v1/imports/${body.id}`;
    expect((await post(`${at}/parts?offset=0`, whole.subarray(0, 700))).body).toMatchObject({ state: 'uploading', bytes: 700 });
    const wrong = await post(`${at}/parts?offset=900`, whole.subarray(900));
    expect([wrong.status, wrong.body.detail]).toEqual([
      409,
      'The part begins at byte 900, and the file has 700 bytes: send on from byte 700.',
    ]);
    await post(`${at}/parts?offset=700`, whole.subarray(700));
    expect((await post(`${at}/complete`, '')).status).toBe(202);
    expect(await ended(registry.api, body.id)).toMatchObject({ state: 'finished', received: 20 });
    expect((await post(`${at}/parts?offset=700`, 'more')).status).toBe(409);
  });

  it('stops where it is asked to, and goes on', async () => {
    const file = lines(...fresh(20_000));
    const { body } = await registry.api.post<ImportAnswer>('/v1/imports', file);
    await seen(registry.api, body.id, ({ received }) => received > 0);
    expect((await registry.api.post(`/v1/imports/${body.id}/cancel`, '')).status).toBe(202);
    const canceled = await ended(registry.api, body.id);
    expect(canceled.state).toBe('canceled');
    expect(canceled.received).toBeLessThan(20_000);
    const receipt = await registry.api.get<{ notTaken: number }>(`/v1/receipts/${body.id}`);
    expect(receipt.body.notTaken).toBe(20_000 - canceled.received);
    expect((await registry.api.post(`/v1/imports/${body.id}/resume`, '')).status).toBe(202);
    expect(await ended(registry.api, body.id)).toMatchObject({ state: 'finished', received: 20_000, outcomes: { created: 20_000 } });
    expect((await registry.api.post(`/v1/imports/${body.id}/cancel`, '')).status).toBe(409);
  });

  it('that was canceled before its file was whole does not go on', async () => {
    const started = await registry.api.post<ImportAnswer>('/v1/imports?upload=parts', '');
    const at = `/v1/imports/${started.body.id}`;
    await registry.api.post(`${at}/parts?offset=0`, lines(...fresh(1)), { 'content-type': 'application/octet-stream' });
    expect((await registry.api.post<ImportAnswer>(`${at}/cancel`, '')).body.state).toBe('canceled');
    const { status, body } = await registry.api.post<{ detail: string }>(`${at}/resume`, '');
    expect({ status, detail: body.detail }).toMatchObject({ status: 409, detail: expect.stringContaining('never came whole') });
    expect((await registry.api.get<ImportAnswer>(at)).body).toMatchObject({ state: 'canceled', received: 0 });
  });

  it('tells its progress as events, until it ends', async () => {
    const { body } = await registry.api.post<ImportAnswer>('/v1/imports', lines(...fresh(10)));
    const answer = await fetch(`${registry.api.url}/v1/imports/${body.id}`, {
      headers: { authorization: `Bearer ${registry.key}`, accept: 'text/event-stream' },
    });
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    const events = (await answer.text()).split('\n\n').filter(Boolean);
    expect(events.at(-1)).toMatch(/^event: import\ndata: .*"state":"finished".*"received":10/);
  });

  it('is listed, and another account sees none of it', async () => {
    const job = await importFile(registry.api, lines(...fresh(1)), '?name=mine.ndjson');
    const { body } = await registry.api.get<{ data: { id: string; name: string }[] }>('/v1/imports?limit=1');
    expect(body.data).toMatchObject([{ id: job.id, name: 'mine.ndjson' }]);
    const other = registry.api.withKey(otherKey);
    expect((await other.get<{ data: object[] }>('/v1/imports')).body.data).toEqual([]);
    expect((await other.get(`/v1/imports/${job.id}`)).status).toBe(404);
    expect((await other.post(`/v1/imports/${job.id}/undo`, '')).status).toBe(404);
  });
});
