// The guard where it counts, at the socket: no spelling of a forbidden address, no name, no change of mind of a name server and no
// redirect leads a webhook to a private place. Judged by servers that count their connections.

import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { Resolver } from 'node:dns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FORBIDDEN_ADDRESSES, FORBIDDEN_URLS } from './forbidden.ts';
import { allowedRangeFrom } from '../../src/core/address-guard.ts';
import { startReceiver } from './receiver.ts';
import { steeredClock } from './steered-clock.ts';
import { tryOnce } from './try-once.ts';
import type { AddressInfo, Server } from 'node:net';
import type { AllowedRange } from '../../src/core/address-guard.ts';
import type { Attempt } from '../../src/webhooks/deliver.ts';
import type { Lookup } from '../../src/webhooks/guarded-dispatcher.ts';

let connections = 0;
let server: Server;
let port = 0;

beforeAll(async () => {
  server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  server.listen(0, '::');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => void server.close());

async function tryUrl(url: URL, options: { lookup?: Lookup; allowed?: readonly AllowedRange[] } = {}): Promise<Attempt> {
  const { attempt } = await tryOnce(steeredClock(), url, { allowed: options.allowed ?? [], lookup: options.lookup });
  return attempt;
}

describe('the guard', () => {
  it('dials no forbidden address, however it is spelled', async () => {
    const urls = [
      ...FORBIDDEN_URLS.filter((url) => /^https?:\/\/(?!user)/.test(url)),
      ...FORBIDDEN_ADDRESSES.filter((address) => !address.includes('%')).map((address) =>
        address.includes(':') ? `http://[${address}]/` : `http://${address}/`,
      ),
    ];
    expect(urls.length).toBeGreaterThanOrEqual(60);
    const found: Lookup = (host, _options, done) => done(null, [{ address: host.includes('local') ? '127.0.0.1' : '10.0.0.1', family: 4 }]);
    const before = connections;
    for (const text of urls) {
      const url = new URL(text);
      url.port = String(port);
      expect([text, (await tryUrl(url, { lookup: found })).fault]).toEqual([text, 'address']);
    }
    expect(connections - before).toBe(0);
  });

  it('judges each answer of a name server that changes its mind, and dials the address that it judged', async () => {
    const stub = await startNameServer(['203.0.113.7', '127.0.0.1', '127.0.0.1', '10.0.0.1']);
    const before = connections;
    const faults: (string | null)[] = [];
    for (let round = 0; round < 8; round += 1)
      faults.push((await tryUrl(new URL(`http://rebind.test:${port}/`), { lookup: stub.lookup })).fault);
    expect(new Set(faults)).toEqual(new Set(['address']));
    expect(connections - before).toBe(0);
    // The same name with a range allowed: what was judged is what is dialled, and the name is asked once a connection.
    const asked = stub.asked();
    const allowed = [allowedRangeFrom('127.0.0.0/8') as AllowedRange];
    const some: (string | null)[] = [];
    for (let round = 0; round < 4; round += 1)
      some.push((await tryUrl(new URL(`http://rebind.test:${port}/`), { lookup: stub.lookup, allowed })).fault);
    expect(some.filter((fault) => fault === 'address')).toHaveLength(2);
    expect(connections - before).toBe(2);
    expect(stub.asked() - asked).toBe(4);
    stub.stop();
  });

  it('tells each attempt’s own address: the one that was dialled, also where it refused, and none where nothing was', async () => {
    const allowed = [allowedRangeFrom('127.0.0.0/8') as AllowedRange];
    const receiver = await startReceiver();
    const answered = new URL(receiver.url);
    expect(await tryUrl(answered, { allowed })).toMatchObject({ fault: null, address: '127.0.0.1' });
    await receiver.stop();
    expect(await tryUrl(answered, { allowed })).toMatchObject({ fault: 'connection', address: '127.0.0.1' });
    const nowhere: Lookup = (_host, _options, done) => done(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), []);
    expect(await tryUrl(new URL('http://nowhere.test/'), { allowed, lookup: nowhere })).toMatchObject({ fault: 'name', address: null });
  });

  it('follows no redirect', async () => {
    const before = connections;
    const allowed = [allowedRangeFrom('127.0.0.0/8') as AllowedRange];
    for (const status of [301, 302, 303, 307, 308]) {
      const receiver = await startReceiver(
        (_one, answer) => void answer.writeHead(status, { location: `http://127.0.0.1:${port}/` }).end(),
      );
      expect(await tryUrl(new URL(receiver.url), { allowed })).toMatchObject({ fault: 'redirect', status });
      await receiver.stop();
    }
    expect(connections - before).toBe(0);
  });
});

/** A name server on the loopback that answers every A query with the next address in turn. */
async function startNameServer(addresses: readonly string[]): Promise<{ lookup: Lookup; asked(): number; stop(): void }> {
  const socket = createSocket('udp4');
  let asked = 0;
  socket.on('message', (query, { port: from, address }) => {
    const answer = addresses[asked % addresses.length] ?? '';
    asked += 1;
    socket.send(answerTo(query, answer), from, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const resolver = new Resolver();
  resolver.setServers([`127.0.0.1:${socket.address().port}`]);
  const lookup: Lookup = (host, _options, done) =>
    resolver.resolve4(host, (error, found) =>
      done(
        error,
        (found ?? []).map((address) => ({ address, family: 4 })),
      ),
    );
  return { lookup, asked: () => asked, stop: () => void socket.close() };
}

/** The query with one A record behind it (RFC 1035, section 4). */
function answerTo(query: Buffer, address: string): Buffer {
  const end = query.indexOf(0, 12) + 5;
  const header = Buffer.from(query.subarray(0, 12));
  header.writeUInt16BE(0x8180, 2);
  header.writeUInt16BE(1, 6);
  header.writeUInt16BE(0, 10);
  const record = Buffer.from([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split('.').map(Number)]);
  return Buffer.concat([header, query.subarray(12, end), record]);
}
