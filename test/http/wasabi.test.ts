// Wasabi's events over real HTTP: every carrier and packing, each status, and what came in read back.

import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forEachStore } from '../helpers/stores.ts';
import { manyTexts, wasabi } from '../helpers/people.ts';
import { startRegistryHere } from '../helpers/registry.ts';
import { WASABI } from '../helpers/line.ts';
import type { Answer, Api } from '../helpers/api.ts';
import type { TestRegistry } from '../helpers/registry.ts';

interface WasabiAnswer {
  requestId: string;
  status: number;
  offered: number;
  received: number;
  notTaken: number;
  outcomes: Record<string, number>;
  issuesTotal: number;
  issues: { line?: number; index?: number; byteOffset?: number; code: string; pointer: string }[];
  rejections: string | null;
}

const NDJSON = { 'content-type': 'application/x-ndjson' };

forEachStore('the Wasabi API', (store) => {
  let registry: TestRegistry;
  let api: Api;
  let people = 0;
  beforeAll(async () => {
    registry = await startRegistryHere(await store.fresh());
    api = registry.api;
  });
  afterAll(() => registry.stop());

  /** Events of people never sent before. */
  const events = (count: number, given: object = {}): object[] =>
    Array.from({ length: count }, () => wasabi(`person-${(people += 1)}`, given));
  const lines = (records: readonly unknown[]): string => records.map((record) => JSON.stringify(record)).join('\n');
  const send = (body: string | Uint8Array | object, headers: Record<string, string> = {}, query = ''): Promise<Answer<WasabiAnswer>> =>
    api.post<WasabiAnswer>(`/wasabi/events${query}`, body, headers);
  const expectCreated = ({ status, body }: Answer<WasabiAnswer>, created: number): void => {
    expect({ status, created: body.outcomes?.['created'], offered: body.offered, issues: body.issues }).toEqual({
      status: 200,
      created,
      offered: created,
      issues: [],
    });
  };

  describe('takes', () => {
    it('one event', async () => expectCreated(await send(events(1)[0] as object), 1));
    it('an array', async () => expectCreated(await send(events(3)), 3));
    it('events wrapped as customers or as events', async () => {
      expectCreated(await send({ customers: events(2) }), 2);
      expectCreated(await send({ events: events(2) }), 2);
    });
    it('wrapped events in one line with a line break behind it', async () => {
      expectCreated(await send(`${JSON.stringify({ customers: events(2) })}\n`), 2);
      expectCreated(await send(`${JSON.stringify({ customers: events(2) })}\n`, NDJSON), 2);
    });
    it('one event with line breaks behind it', async () => expectCreated(await send(`${JSON.stringify(events(1)[0])}\r\n\r\n`), 1));
    it('one event a line, said to be so or not', async () => {
      expectCreated(await send(lines(events(3)), NDJSON), 3);
      expectCreated(await send(lines(events(3))), 3);
      expectCreated(await send(`\n${lines(events(3))}\n`), 3);
    });
    it('lines of other scripts that do not say that they are lines', async () => {
      const address = { addressId: '1', line1: '測試'.repeat(200), city: '測試', zipCode: '1', countryCode: 'TW' };
      const long = (): object[] => events(2, { addresses: [address] });
      expectCreated(await send(lines([...events(1), ...long()])), 3);
      expectCreated(await send(`${lines([...events(1), ...long()])}\n`), 3);
    });
    it('pretty-printed documents, whatever the header says', async () => {
      expectCreated(await send(JSON.stringify(events(1)[0], null, 2)), 1);
      expectCreated(await send(JSON.stringify(events(2), null, 2), NDJSON), 2);
      expectCreated(await send(JSON.stringify({ customers: events(2) }, null, 4)), 2);
    });
    it('a single line that says it is lines', async () => expectCreated(await send(lines(events(1)), NDJSON), 1));
    it('line breaks of every kind, blank lines and a byte order mark', async () => {
      expectCreated(await send(`\uFEFF${lines(events(2)).replace('\n', '\r\n\r\n  \n')}\r\n`, NDJSON), 2);
      expectCreated(await send(`\uFEFF${JSON.stringify(events(2))}`), 2);
    });
    it('a body without any content type', async () => {
      const response = await fetch(`${api.url}/wasabi/events`, {
        method: 'POST',
        headers: { authorization: `Bearer ${registry.key}` },
        body: Buffer.from(lines(events(2))),
      });
      expect(await response.json()).toMatchObject({ outcomes: { created: 2 } });
    });

    it.each([
      ['gzip', gzipSync],
      ['zstd', zstdCompressSync],
    ] as const)('%s, with and without the header that says so', async (encoding, pack) => {
      expectCreated(await send(pack(lines(events(2))), { ...NDJSON, 'content-encoding': encoding }), 2);
      expectCreated(await send(pack(lines(events(2))), NDJSON), 2);
      expectCreated(await send(pack(JSON.stringify(events(2))), { 'content-encoding': encoding }), 2);
    });
    it('gzip files joined together', async () => {
      const joined = Buffer.concat([gzipSync(`${lines(events(2))}\n`), gzipSync(lines(events(2)))]);
      expectCreated(await send(joined, NDJSON), 4);
    });

    it('10,000 lines, and says where the bad ones are', async () => {
      const texts = manyTexts(WASABI, 10_000, 5);
      texts[4_999] = '{"eventType":"CUSTOMER"';
      const { status, body } = await send(texts.join('\n'), NDJSON);
      expect(status).toBe(207);
      expect(body).toMatchObject({ offered: 10_000, received: 10_000, notTaken: 0, outcomes: { created: 9_999, rejected: 1 } });
      const byteOffset = Buffer.byteLength(texts.slice(0, 4_999).join('\n')) + 1;
      expect(body.issues).toEqual([expect.objectContaining({ line: 5_000, byteOffset, code: 'json_invalid' })]);
      expect(body.rejections).toBe(`/v1/rejections?requestId=${body.requestId}`);
    });

    it('all good records beside bad ones (207), and none of only bad ones (400)', async () => {
      const mixed = await send([...events(1), { eventType: 'ORDER' }]);
      expect(mixed.status).toBe(207);
      expect(mixed.body.issues[0]).toMatchObject({ index: 1, code: 'event_type_unsupported', pointer: '/eventType' });
      const bad = await send([{ eventType: 'ORDER' }]);
      expect({ status: bad.status, inBody: bad.body.status, rejected: bad.body.outcomes['rejected'] }).toEqual({
        status: 400,
        inBody: 400,
        rejected: 1,
      });
    });

    it('lines that are too long or no UTF-8 as rejected records, and all others beside them', async () => {
      const broken = Buffer.concat([Buffer.from('{"eventType":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]);
      const long = Buffer.from(`{"x":"${'y'.repeat(1024 * 1024)}"}`);
      const newline = Buffer.from('\n');
      const good = events(2).map((event) => Buffer.from(JSON.stringify(event)));
      const body = Buffer.concat([good[0] as Buffer, newline, broken, newline, long, newline, good[1] as Buffer]);
      const answer = await send(body, NDJSON);
      expect(answer.body.outcomes).toMatchObject({ created: 2, rejected: 2 });
      expect(answer.body.issues.map(({ line, code }) => ({ line, code }))).toEqual([
        { line: 2, code: 'utf8_invalid' },
        { line: 3, code: 'record_too_large' },
      ]);
      expect(answer.status).toBe(207);
    });

    it('a first line that is too long as one rejected record, whatever the type says, and all behind it', async () => {
      const long = JSON.stringify({ ...events(1)[0], more: 'y'.repeat(1024 * 1024) });
      const body = ['', long, ...events(2).map((event) => JSON.stringify(event))].join('\n');
      const answer = await send(body);
      expect(answer.body.outcomes).toMatchObject({ created: 2, rejected: 1 });
      expect(answer.body.issues).toMatchObject([{ line: 2, code: 'record_too_large' }]);
    });

    it('more than 1,000 issues, of which it shows 1,000', async () => {
      const bad = Array.from({ length: 1_500 }, () => '{"eventType":1}').join('\n');
      const { body } = await send(bad, NDJSON);
      expect(body.issues).toHaveLength(1_000);
      expect(body.issuesTotal).toBeGreaterThanOrEqual(1_500);
      expect(body.outcomes['rejected']).toBe(1_500);
    });

    it('records with ids that no database holds as rejections, and all others beside them', async () => {
      const hostile = ['{"eventType":"CUSTOMER","eventAction":"CREATED","version":1,"body":{"customerId":"a\\u0000b","addresses":[]}}'];
      hostile.push(
        '{"eventType":"CUSTOMER","body":{"customerId":" \\ud800 "}}',
        '{"eventType":"CUSTOMER","body":{"customerId":" x\\u0000 "}}',
      );
      const { body, status } = await send([...hostile, lines(events(1))].join('\n'), NDJSON);
      expect({ status, outcomes: body.outcomes }).toMatchObject({ status: 207, outcomes: { created: 1, rejected: 3 } });
      const kept = await api.get<{ data: unknown[] }>(body.rejections as string);
      expect(kept.body.data).toHaveLength(3);
    });
  });

  describe('refuses with nothing stored (400)', () => {
    it.each([
      ['an empty body', ''],
      ['blank lines', '\n \n'],
      ['an empty array', '[]'],
      ['a broken array', '[{"eventType":"CUSTOMER"},'],
      ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
      ['gzip that is cut off', gzipSync('[{"eventType":"CUSTOMER"}]').subarray(0, 20)],
      ['gzip that is no gzip', Buffer.from([0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8])],
      ['zstd that is broken', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 9, 9, 9, 9])],
    ])('%s', async (_name, body) => {
      const answer = await send(body);
      expect(answer.status).toBe(400);
      expect(answer.headers['content-type']).toContain('application/problem+json');
      const receipt = await api.get(`/v1/receipts/${answer.body.requestId}`);
      expect(receipt.status).toBe(404);
    });

    it('no broken event alone: that is a rejected record, with its line and column', async () => {
      const { status, body } = await send('{"eventType":"CUSTOMER",\n"body": }');
      expect({ status, outcomes: body.outcomes }).toMatchObject({ status: 400, outcomes: { rejected: 1 } });
      expect(body.issues).toEqual([expect.objectContaining({ index: 0, code: 'json_invalid', message: expect.stringMatching(/line 2/) })]);
    });

    it('an answer, fixes or source that cannot be used', async () => {
      for (const query of ['?answer=never', '?fixes=all', '?source=A', '?source=cobi'])
        expect((await send(events(1), {}, query)).status).toBe(400);
    });

    it('a document that unpacks to more than 64 MiB (413)', async () => {
      const answer = await send(gzipSync(`[${' '.repeat(65 * 1024 * 1024)}]`));
      expect(answer.status).toBe(413);
    });
  });

  describe('no-break spaces, as pasted from the document,', () => {
    const pasted = (): string => JSON.stringify(events(1)[0], null, 2).replaceAll('  "', '\u00a0 "');

    it('are named with their place', async () => {
      const { status, body } = await send(pasted());
      expect(status).toBe(400);
      expect(JSON.stringify(body)).toMatch(/U\+00A0/);
    });

    it('are mended with fixes=apply', async () => {
      const { status, body } = await send(pasted(), {}, '?fixes=apply');
      expect({ status, created: body.outcomes?.['created'] }).toEqual({ status: 200, created: 1 });
      expect(body.issuesTotal).toBeGreaterThan(0);
    });

    it('are mended between the records of an array too, and told with the first of them', async () => {
      const array = `[${JSON.stringify(wasabi('pasted-1'))},\u00a0${JSON.stringify(wasabi('pasted-2'))}]`;
      expect((await send(array)).status).toBe(400);
      const { status, body } = await send(array, {}, '?fixes=apply');
      expect({ status, created: body.outcomes?.['created'] }).toEqual({ status: 200, created: 2 });
      expect(body.issues?.[0]).toMatchObject({ index: 0, code: 'fix_applied' });
    });
  });

  describe('reads back', () => {
    it('the event that would create the customer, whatever the last event was', async () => {
      await send({ ...wasabi('renewed'), eventAction: 'UPDATED' });
      expect((await api.get('/wasabi/customers/renewed')).body).toEqual(wasabi('renewed'));
    });

    it('the same members, order, values and spelling of numbers', async () => {
      const text =
        '{"version":1.0,"eventType":"CUSTOMER","eventAction":"CREATED","body":{"customerId":"spelt","extra":[1e2,"\\u00e9"],"addresses":[],"updatedAt":"2024-01-01T00:00:00.123456+05:30","createdAt":"2023-01-01T00:00:00Z"}}';
      expectCreated(await send(text.replaceAll(',', ' ,\t')), 1);
      expect((await api.get('/wasabi/customers/spelt')).text).toBe(text);
    });

    it('an id with every kind of character, and 404 for one that is not held', async () => {
      const id = 'a/b c?é😀%"';
      await send(wasabi(id));
      expect((await api.get(`/wasabi/customers/${encodeURIComponent(id)}`)).body).toMatchObject({ body: { customerId: id } });
      for (const absent of ['nobody', 'A%2FB']) expect((await api.get(`/wasabi/customers/${absent}`)).status, absent).toBe(404);
      for (const impossible of ['%zz', '%00']) expect((await api.get(`/wasabi/customers/${impossible}`)).status).toBe(400);
    });

    it('the times of dependents and addresses filled in only where asked', async () => {
      await send(wasabi('filled', { dependents: [{ dependentId: 'd', dateOfBirth: '2020-01-01', type: 'cat' }] }));
      const plain = await api.get<{ body: { dependents: object[] } }>('/wasabi/customers/filled');
      const filled = await api.get<{ body: { dependents: object[] } }>('/wasabi/customers/filled?defaults=filled');
      expect(plain.body.body.dependents[0]).not.toHaveProperty('createdAt');
      expect(filled.body.body.dependents[0]).toMatchObject({ createdAt: '2023-01-01T00:00:00Z', updatedAt: '2024-01-01T00:00:00Z' });
    });

    it('each source’s own record of one id', async () => {
      await send(wasabi('two', { smsOptIn: true }), {}, '?source=shop-1');
      await send(wasabi('two', { smsOptIn: false }), { 'clientele-source': 'shop-2' });
      expect((await api.get('/wasabi/customers/two?source=shop-1')).body).toMatchObject({ body: { smsOptIn: true } });
      expect((await api.get('/wasabi/customers/two?source=shop-2')).body).toMatchObject({ body: { smsOptIn: false } });
      expect((await api.get('/wasabi/customers/two')).status).toBe(404);
    });
  });

  it('outcomes tell an update, a repetition and a late record apart', async () => {
    const at = (day: number, customerId = 'told'): object => wasabi(customerId, { updatedAt: `2024-01-0${day}T00:00:00Z` });
    expect((await send([at(2)])).body.outcomes).toMatchObject({ created: 1 });
    expect((await send([at(3), at(3), at(1)])).body.outcomes).toMatchObject({ updated: 1, unchanged: 1, stale: 1 });
    const tie = await send(wasabi('told', { updatedAt: '2024-01-03T00:00:00Z', smsOptIn: true }));
    expect(tie.body.issues).toEqual([expect.objectContaining({ code: 'version_tie', severity: 'warning' })]);
  });
});
