// Senders who hold their requests open by a byte now and then, against honest ones whose line is slow.

import { request } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { forEachStore } from '../helpers/stores.ts';
import { startRegistryHere } from '../helpers/registry.ts';
import { wasabi } from '../helpers/people.ts';
import type { TestRegistry } from '../helpers/registry.ts';

/** A span of the registry's is this long here: 100 bytes in it are a pace that is kept. */
const SPAN = { CLIENTELE_BODY_SECONDS: '1' };
const EVERY_MS = 100;

interface Sent {
  readonly headers: Record<string, string>;
  readonly text: string;
  /** Bytes that are sent at once, every tenth of a second, until the answer comes. */
  readonly step: number;
  /** How many from the second time on. */
  readonly slower?: number;
}

const LINES = { 'content-type': 'application/x-ndjson' };
const JSON_BODY = { 'content-type': 'application/json' };

forEachStore('a body that comes slowly', (store) => {
  let registry: TestRegistry;
  beforeAll(async () => {
    registry = await startRegistryHere(await store.fresh(), { env: SPAN });
  });
  afterAll(() => registry.stop());

  /** Sends bit by bit and gives the answer, and whether the registry closed the connection. */
  function drip(path: string, { headers, text, step, slower = step }: Sent): Promise<{ status: number; text: string; isClosed: boolean }> {
    return new Promise((resolve, reject) => {
      const url = new URL(path, registry.api.url);
      const sending = request(url, { method: 'POST', headers: { authorization: `Bearer ${registry.key}`, ...headers } });
      let at = 0;
      const timer = setInterval(() => {
        sending.write(text.slice(at, (at += at === 0 ? step : slower)));
        if (at < text.length) return;
        sending.end();
        clearInterval(timer);
      }, EVERY_MS);
      sending.on('error', reject);
      sending.on('response', (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () => {
          clearInterval(timer);
          sending.destroy();
          const isClosed = answer.headers.connection === 'close';
          resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString(), isClosed });
        });
      });
    });
  }

  const event = JSON.stringify(wasabi('dripped'));
  const known = { 'content-length': String(event.length) };

  it.concurrent.each([
    ['one document', '/wasabi/events', { ...JSON_BODY, ...known }],
    ['a document of unknown length', '/wasabi/events', JSON_BODY],
    ['lines', '/wasabi/events', LINES],
    ['a small JSON body', '/v1/access-keys', JSON_BODY],
    ['VoIPBin’s login, who has no credential yet', '/voipbin/auth/login', { ...JSON_BODY, authorization: '' }],
    ['a body with an idempotency key', '/v1/records', { ...JSON_BODY, 'idempotency-key': 'slow-1' }],
    ['a file to import', '/v1/imports?format=wasabi&name=slow.ndjson', { 'content-type': 'application/octet-stream' }],
  ])('is cut where it is %s, byte by byte', async (_what, path, headers) => {
    const { status, text, isClosed } = await drip(path, { headers, text: event, step: 1 });
    const isVoipbin = path.startsWith('/voipbin');
    expect({ status, isClosed }).toEqual({ status: isVoipbin ? 400 : 408, isClosed: true });
    expect(text).toContain(isVoipbin ? 'BODY_TOO_SLOW' : 'body_too_slow');
    expect(text).toContain('The body brought less than 100 bytes in 1 s');
  });

  it('keeps the lines that came whole, and the receipt says that it was cut', async () => {
    const headers = { ...LINES, 'x-request-id': 'slow-lines-1' };
    const whole = `${event}\n`;
    // The first line comes at once, and then nothing but a little space now and then.
    const { status } = await drip('/wasabi/events', { headers, text: whole.padEnd(whole.length * 9), step: whole.length, slower: 1 });
    expect(status).toBe(408);
    const { body } = await registry.api.get('/v1/receipts/slow-lines-1');
    expect(body).toMatchObject({ state: 'cut', received: 1 });
  });

  it('is told in the last line where the answer is a stream already', async () => {
    const { status, text } = await drip('/wasabi/events?answer=stream', { headers: LINES, text: event, step: 1 });
    expect(status).toBe(200);
    expect(JSON.parse(text.trim().split('\n').at(-1) as string)).toMatchObject({ summary: true, status: 408, code: 'body_too_slow' });
  });

  it('is taken where it keeps the pace, however long it lasts', async () => {
    const lines = Array.from({ length: 3 }, (_, at) => JSON.stringify(wasabi(`slow-${at}`))).join('\n');
    const began = performance.now();
    const { status } = await drip('/wasabi/events', { headers: LINES, text: lines, step: 24 });
    expect(status).toBe(200);
    expect(performance.now() - began).toBeGreaterThan(2_000);
  });
});
