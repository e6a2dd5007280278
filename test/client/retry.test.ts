// What the client sends again, and what it does not, against a server that answers as it is told.

import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createClient } from '../../src/client/client.ts';
import type { AddressInfo } from 'node:net';
import type { Client } from '../../src/client/client.ts';
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';

type Told = { status: number; body?: object; headers?: Record<string, string> } | 'cut';

let server: Server;
let told: Told[];
let seen: { method: string; headers: IncomingHttpHeaders; body: string }[];
let slept: number[];
let client: Client;

beforeEach(async () => {
  [told, seen, slept] = [[], [], []];
  server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  client = createClient({ url, key: 'k', sleep: async (ms) => void slept.push(ms) });
});
afterEach(() => new Promise((resolve) => void server.close(resolve)));

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  seen.push({ method: request.method ?? '', headers: request.headers, body: await text(request) });
  const next = told.shift() ?? { status: 200, body: { data: [], nextCursor: null } };
  if (next === 'cut') return void response.destroy();
  response.writeHead(next.status, { 'content-type': 'application/json', ...next.headers });
  response.end(JSON.stringify(next.body ?? {}));
}

const write = () => client.POST('/v1/session', { body: { username: 'x', password: 'y' } });

it('a read is sent again after a broken connection and a store that cannot be reached', async () => {
  told = ['cut', { status: 503 }];
  expect((await client.GET('/v1/customers')).data).toEqual({ data: [], nextCursor: null });
  expect(seen).toHaveLength(3);
});

it('a write is sent again under one key, with its body', async () => {
  told = ['cut', { status: 409, body: { code: 'idempotency_key_in_use' } }];
  expect((await write()).data).toBeDefined();
  expect(seen.map(({ body }) => body)).toEqual(Array(3).fill('{"username":"x","password":"y"}'));
  expect(new Set(seen.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  expect(seen[0]?.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/);
  await write();
  expect(seen[3]?.headers['idempotency-key']).not.toBe(seen[0]?.headers['idempotency-key']);
});

it('a search by POST is sent again without a key, under which its answer would be kept', async () => {
  told = ['cut'];
  expect((await client.POST('/v1/customers/search', { body: { q: 'x' } })).data).toBeDefined();
  expect(seen.map(({ headers }) => headers['idempotency-key'])).toEqual([undefined, undefined]);
});

it('waits as the server says, else longer each time', async () => {
  told = [{ status: 429, headers: { 'retry-after': '7' } }, { status: 503 }, { status: 503 }];
  await client.GET('/v1/customers');
  expect(slept[0]).toBe(7_000);
  expect(slept[2]).toBeGreaterThan(400);
});

it('a refusal is not sent again', async () => {
  told = [{ status: 409, body: { code: 'request_id_reused' } }];
  expect((await write()).error).toMatchObject({ code: 'request_id_reused' });
  expect(seen).toHaveLength(1);
});

it('nobody’s answer is an error like any other', async () => {
  told = Array(5).fill('cut');
  expect((await client.GET('/v1/customers')).error).toMatchObject({ code: 'unreachable', status: 503 });
  expect(seen).toHaveLength(5);
});

it('what is aborted ends at once', async () => {
  const signal = AbortSignal.abort();
  await expect(client.GET('/v1/customers', { signal })).rejects.toThrow(/abort/i);
  expect(seen).toHaveLength(0);
});

it('without a key the session’s header goes along', async () => {
  await createClient({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }).GET('/v1/customers');
  expect(seen[0]?.headers['clientele-csrf']).toBe('1');
  expect(seen[0]?.headers.authorization).toBeUndefined();
});
