// Receivers that misbehave in every way one can: each costs one attempt within its limits, and none more than its own account.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:https';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { delayAfter, restAfter, retryAfterMs } from '../../src/webhooks/retry.ts';
import { LOOPBACK } from './stand.ts';
import { Pace } from '../../src/webhooks/pace.ts';
import { startReceiver, withStatus } from './receiver.ts';
import { steeredClock } from './steered-clock.ts';
import { tryOnce } from './try-once.ts';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { Outcome } from '../../src/webhooks/deliver.ts';
import type { Script } from './receiver.ts';

interface Try {
  /** Sets the clock forward once the receiver was reached. */
  readonly jumpMs?: number;
  readonly whenReached?: Promise<unknown>;
}

async function tryUrl(url: string, { jumpMs, whenReached }: Try = {}): Promise<Outcome> {
  const clock = steeredClock();
  const pending = tryOnce(clock, new URL(url), { allowed: LOOPBACK });
  if (jumpMs !== undefined) {
    await whenReached;
    clock.jump(jumpMs);
  }
  return pending;
}

async function tryScript(script: Script, jumpMs?: number): Promise<Outcome> {
  let reached: () => void = () => undefined;
  const whenReached = new Promise<void>((resolve) => (reached = resolve));
  const receiver = await startReceiver((one, answer, request) => {
    script(one, answer, request);
    // Time for the first bytes of an answer to arrive.
    setTimeout(reached, 100);
  });
  onTestFinished(() => receiver.stop());
  return tryUrl(receiver.url, jumpMs === undefined ? {} : { jumpMs, whenReached });
}

/** A server of bare sockets. */
async function startSockets(onSocket: (socket: Socket) => void): Promise<string> {
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => onSocket(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

describe('a receiver', () => {
  it('that hangs is left after 15 seconds, and not earlier', async () => {
    const hanging = await tryScript(() => undefined, 15_101);
    expect(hanging).toMatchObject({ verdict: 'failed', attempt: { fault: 'timeout', status: null } });
    const slow = await tryScript((_one, answer) => void setTimeout(() => answer.writeHead(200).end(), 50), 14_000);
    expect(slow.verdict).toBe('delivered');
  });

  it('that drips one byte after another is left after 15 seconds in all', async () => {
    const drip: Script = (_one, answer) => {
      answer.writeHead(200);
      const timer = setInterval(() => answer.write('.'), 20);
      answer.on('close', () => clearInterval(timer));
    };
    expect(await tryScript(drip, 15_101)).toMatchObject({ verdict: 'failed', attempt: { fault: 'timeout', status: 200 } });
  });

  it('that answers without end is read to 64 KiB, of which 4 KiB are kept', async () => {
    let written = 0;
    const flood: Script = (_one, answer) => {
      answer.writeHead(200);
      const more = (): void => {
        while (!answer.destroyed && answer.write('x'.repeat(16_384))) written += 16_384;
        written += 16_384;
      };
      answer.on('drain', more);
      more();
    };
    const { verdict, attempt } = await tryScript(flood);
    expect([verdict, attempt.answer]).toEqual(['delivered', 'x'.repeat(4_096)]);
    // What fits into the buffers of sockets is written, and the connection is gone.
    expect(written).toBeLessThan(32 * 1024 * 1024);
  });

  it('that sends headers without end is refused', async () => {
    const url = await startSockets((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const more = (): void => {
        while (!socket.destroyed && socket.write(`x-more: ${'y'.repeat(1_000)}\r\n`));
      };
      socket.on('drain', more);
      more();
    });
    expect(await tryUrl(url)).toMatchObject({ verdict: 'failed', attempt: { fault: 'answer', status: null } });
  });

  it('that sends a gzip bomb is not unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(10 * 1024 * 1024));
    const { verdict, attempt } = await tryScript((_one, answer) => void answer.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
    expect([verdict, attempt.answer]).toEqual(['delivered', `(${bomb.length} bytes, encoded)`]);
  });

  it('that speaks no HTTP, or whose bytes are no text, is told as it is', async () => {
    const url = await startSockets((socket) => void socket.end('SSH-2.0-OpenSSH_9.6\r\n'));
    expect((await tryUrl(url)).attempt).toMatchObject({ status: null, fault: 'answer' });
    const { attempt } = await tryScript((_one, answer) => void answer.writeHead(500).end(Buffer.from([0x61, 0, 0xff])));
    expect(attempt).toMatchObject({ fault: 'status', status: 500, answer: 'a\ufffd\ufffd' });
  });

  it('that drops the connection, before or after it took the event, fails the attempt', async () => {
    expect((await tryScript((_one, answer) => void answer.destroy())).attempt.fault).toBe('connection');
    const half: Script = (_one, answer) => {
      answer.writeHead(200, { 'content-length': '100' });
      answer.write('half', () => answer.destroy());
    };
    expect((await tryScript(half)).attempt).toMatchObject({ fault: 'connection', status: 200 });
    const receiver = await startReceiver();
    await receiver.stop();
    expect((await tryUrl(receiver.url)).attempt).toMatchObject({ fault: 'connection', status: null, address: '127.0.0.1' });
  });

  it('that redirects, or answers with an error, fails the attempt', async () => {
    for (const status of [301, 302, 303, 307, 308]) {
      const { verdict, attempt } = await tryScript(withStatus(status, { location: 'http://10.0.0.1/' }));
      expect([verdict, attempt.fault, attempt.status]).toEqual(['failed', 'redirect', status]);
    }
    for (const status of [400, 404, 500, 503]) expect((await tryScript(withStatus(status))).attempt.fault).toBe('status');
    expect((await tryScript(withStatus(410))).verdict).toBe('gone');
    expect((await tryScript(withStatus(429))).verdict).toBe('throttled');
  });

  it('whose name is nowhere, or who speaks no TLS, fails the attempt', async () => {
    expect((await tryUrl('http://nowhere.invalid/')).attempt).toMatchObject({ fault: 'name', status: null });
    const server = createTlsServer({}, (_request, answer) => answer.end());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    expect((await tryUrl(`https://127.0.0.1:${port}/`)).attempt).toMatchObject({ fault: 'tls', status: null });
    const plain = await startReceiver();
    onTestFinished(() => plain.stop());
    expect((await tryUrl(plain.url.replace('http:', 'https:'))).attempt).toMatchObject({ fault: 'tls', status: null });
  });

  it.runIf(hasOpenssl())('whose certificate nobody vouches for gets nothing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'clientele-tls-'));
    const [key, cert] = [join(folder, 'key'), join(folder, 'cert')];
    const args = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', '/CN=localhost'];
    execFileSync('openssl', ['req', ...args, '-keyout', key, '-out', cert], { stdio: 'ignore' });
    let requests = 0;
    const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_request, answer) => {
      requests += 1;
      answer.end();
    });
    rmSync(folder, { recursive: true });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    expect((await tryUrl(`https://127.0.0.1:${port}/`)).attempt).toMatchObject({ fault: 'tls', status: null });
    expect(requests).toBe(0);
  });
});

function hasOpenssl(): boolean {
  return spawnSync('openssl', ['version']).status === 0;
}

describe('Retry-After', () => {
  const now = Date.parse('2024-05-01T10:00:00Z');
  it.each([
    ['120', 120_000],
    ['0', 0],
    ['999999999', 86_400_000],
    ['Wed, 01 May 2024 10:05:00 GMT', 300_000],
    ['Wed, 01 May 2999 10:05:00 GMT', 86_400_000],
    ['Wed, 01 May 2024 09:00:00 GMT', null],
    ['-5', null],
    ['1.5', null],
    ['soon', null],
    ['1e9', null],
    ['2024-05-01T10:05:00Z', null],
    ['', null],
    [undefined, null],
  ])('of %s', (header, ms) => {
    expect(retryAfterMs(header, now)).toBe(ms);
  });

  it('reaches who decides', async () => {
    expect((await tryScript(withStatus(503, { 'retry-after': '7' }))).retryAfterMs).toBe(7_000);
  });
});

describe('the schedule', () => {
  it('has ten attempts over at least 75 hours, each with a jitter of a fifth', () => {
    for (const chance of [0, 0.5, 1]) {
      const delays = Array.from({ length: 10 }, (_, index) => delayAfter(index + 1, null, chance));
      expect(delays[9]).toBeNull();
      const hours = delays.reduce((sum: number, delay) => sum + (delay ?? 0), 0) / 3_600_000;
      expect(hours).toBeGreaterThanOrEqual(75);
    }
    expect([delayAfter(1, null, 0), delayAfter(1, null, 1), delayAfter(1, 60_000, 0)]).toEqual([4_000, 6_000, 60_000]);
  });

  it('rests a failing endpoint up to a minute, lets one attempt through, and grows step by step', () => {
    expect([restAfter(0, 0.5), restAfter(3, 0.5), restAfter(20, 0.5)]).toEqual([1_000, 8_000, 60_000]);
    const pace = new Pace();
    for (let failures = 0; failures < 60; failures += 1) pace.fail(0, 0.5);
    expect([pace.slots(0), pace.slots(999), pace.slots(1_000)]).toEqual([0, 0, 1]);
    for (const slots of [2, 4, 8]) {
      pace.succeed();
      expect(pace.slots(1_000)).toBe(slots);
    }
    pace.throttle(1_000, 30_000, 0.5);
    expect([pace.slots(30_999), pace.slots(31_000)]).toEqual([0, 1]);
  });
});
