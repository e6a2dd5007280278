// `answer=stream` and requests with a name: outcomes while the request is still read, receipts that stay honest when it breaks off.

import { request } from 'node:http';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { forEachStore } from '../helpers/stores.ts';
import { gzipSync } from 'node:zlib';
import { manyTexts, wasabi } from '../helpers/people.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { startRegistryHere } from '../helpers/registry.ts';
import { WASABI } from '../helpers/line.ts';
import type { Api } from '../helpers/api.ts';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { TestRegistry } from '../helpers/registry.ts';

interface StreamLine {
  line?: number;
  outcome?: string;
  summary?: true;
  status?: number;
  truncated?: boolean;
  outcomes?: Record<string, number>;
}

const TIMEOUT_MS = 10_000;

forEachStore('a stream of events', (store) => {
  let registry: TestRegistry;
  let api: Api;
  let key: string;
  beforeAll(async () => {
    registry = await startRegistryHere(await store.fresh());
    api = registry.api;
    key = registry.key;
  });
  afterAll(() => registry.stop());

  /** A request whose body is written by the test, piece by piece. */
  function openRequest(query = '', headers: Record<string, string> = {}): ClientRequest {
    const all = { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson', ...headers };
    const open = request(`${api.url}/wasabi/events${query}`, { method: 'POST', headers: all });
    open.on('error', () => undefined);
    return open;
  }

  const linesIn = (text: string): StreamLine[] =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as StreamLine);

  async function receiptOf(requestId: string, isDone: (state: string) => boolean): Promise<Record<string, unknown>> {
    const deadline = performance.now() + TIMEOUT_MS;
    for (;;) {
      const { body } = await api.get<Record<string, unknown>>(`/v1/receipts/${requestId}`);
      if (isDone(String(body['state']))) return body;
      if (performance.now() > deadline) throw new Error(`The receipt stays ${JSON.stringify(body)}`);
      await sleep(20);
    }
  }

  it('answers one outcome a line, and a summary with the final status last', async () => {
    const texts = [...manyTexts(WASABI, 3, 21), '{"eventType":"ORDER"}'];
    const { status, text, headers } = await api.post('/wasabi/events?answer=stream', texts.join('\n'));
    expect(status).toBe(200);
    expect(headers['content-type']).toContain('application/x-ndjson');
    const lines = linesIn(text);
    expect(lines.slice(0, 4).map(({ line, outcome }) => `${line} ${outcome}`)).toEqual([
      '1 created',
      '2 created',
      '3 created',
      '4 rejected',
    ]);
    expect(lines.at(-1)).toMatchObject({ summary: true, truncated: false, status: 207, offered: 4, outcomes: { created: 3, rejected: 1 } });
  });

  it('answers the first records while the last are not sent yet', async () => {
    const texts = manyTexts(WASABI, 1_500, 22);
    const open = openRequest('?answer=stream');
    open.write(`${texts.slice(0, 1_400).join('\n')}\n`);
    const [response] = (await once(open, 'response')) as [IncomingMessage];
    const [first] = (await once(response, 'data')) as [Buffer];
    expect(linesIn(first.toString().split('\n', 1)[0] as string)[0]).toMatchObject({ line: 1, outcome: 'created' });
    open.end(texts.slice(1_400).join('\n'));
    let rest = first.toString();
    for await (const chunk of response) rest += String(chunk);
    expect(linesIn(rest)).toHaveLength(1_501);
  });

  it('reads on while the client reads nothing, and still gives the summary', async () => {
    const text = JSON.stringify(wasabi('same'));
    const open = openRequest('?answer=stream');
    const response = once(open, 'response') as Promise<[IncomingMessage]>;
    const lines = 60_000;
    open.end(`${text}\n`.repeat(lines));
    const [incoming] = await response;
    await once(open, 'finish');
    await sleep(200);
    let answer = '';
    for await (const chunk of incoming) answer += String(chunk);
    expect(linesIn(answer).at(-1)).toMatchObject({
      summary: true,
      status: 200,
      offered: lines,
      outcomes: { created: 1, unchanged: lines - 1 },
    });
  });

  it('of a name that was used before is refused (409), in a stream in its summary', async () => {
    const headers = { 'x-request-id': 'named-request-1' };
    const first = await api.post('/wasabi/events', wasabi('named'), headers);
    expect(first.headers['x-request-id']).toBe('named-request-1');
    const second = await api.post('/wasabi/events', wasabi('named-2'), headers);
    expect(second.status).toBe(409);
    expect(second.body).toMatchObject({ code: 'request_id_reused' });
    expect((await api.post('/cobi/v1/data/customers', { records: [1] }, headers)).status).toBe(409);
    const streamed = await api.post('/wasabi/events?answer=stream', wasabi('named-3'), headers);
    expect(linesIn(streamed.text).at(-1)).toMatchObject({ summary: true, status: 409, code: 'request_id_reused' });
    for (const id of ['named-2', 'named-3']) expect((await api.get(`/wasabi/customers/${id}`)).status).toBe(404);
  });

  it('of a name that cannot be one is refused (400)', async () => {
    for (const name of ['short', 'x'.repeat(65), 'with space']) {
      expect((await api.post('/wasabi/events', wasabi('x'), { 'x-request-id': name })).status).toBe(400);
    }
  });

  it('has a receipt: receiving while it comes, complete at its end', async () => {
    const texts = manyTexts(WASABI, 2_500, 23);
    const open = openRequest('', { 'x-request-id': 'receipt-whole' });
    open.write(`${texts.slice(0, 2_400).join('\n')}\n`);
    const receiving = await receiptOf('receipt-whole', () => true).then(() => receiptOf('receipt-whole', (state) => state === 'receiving'));
    expect(receiving).toMatchObject({ state: 'receiving', offered: null });
    open.end(texts.slice(2_400).join('\n'));
    await once(open, 'response');
    expect((await api.get('/v1/receipts/receipt-whole')).body).toMatchObject({
      state: 'complete',
      offered: 2_500,
      received: 2_500,
      notTaken: 0,
      lastLine: 2_500,
    });
  });

  it.each([
    ['plain', 'receipt-cut', (text: string): Buffer => Buffer.from(text)],
    ['packed', 'receipt-cut-packed', (text: string): Buffer => gzipSync(text).subarray(0, -1_000)],
  ])('that breaks off (%s) is cut, with the last committed line', async (_name, name, pack) => {
    const texts = manyTexts(WASABI, 5_500, name.length);
    const open = openRequest('', { 'x-request-id': name });
    open.write(pack(`${texts.join('\n')}\n{"eventType":"CUSTOMER","eventAction"`));
    await receiptOf(name, (state) => state === 'receiving');
    await sleep(300);
    open.destroy();
    const receipt = await receiptOf(name, (state) => state === 'cut');
    const lastLine = Number(receipt['lastLine']);
    expect(receipt['received']).toBe(lastLine);
    expect(receipt['offered']).toBe(lastLine);
    if (name === 'receipt-cut') expect(lastLine).toBe(5_500);
    else expect(lastLine).toBeGreaterThanOrEqual(1_000);
  });

  it('that holds no record closes its name', async () => {
    const answer = await api.post('/wasabi/events', '\n\n', { 'content-type': 'application/x-ndjson', 'x-request-id': 'nothing-at-all' });
    expect(answer.status).toBe(400);
    const { body } = await api.get<Record<string, unknown>>('/v1/receipts/nothing-at-all');
    expect(body['state'] ?? 'absent').not.toBe('receiving');
  });
});
