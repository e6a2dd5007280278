// A request's bytes: unpacked by their content, told apart by their beginning, and never a crash where the sender goes away.

import { randomBytes } from 'node:crypto';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { comesInLines } from '../../src/ingest/comes-in-lines.ts';
import { openBody, readWhole } from '../../src/ingest/body.ts';

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function* breakingOff(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
  throw new Error('the sender went away');
}

const carrier = async (text: string, { isLines = false, size = 64_000 } = {}): Promise<'lines' | 'document'> => {
  const shape = { lines: isLines ? 'expected' : 'maybe', wrappers: ['customers', 'events'] } as const;
  return comesInLines(await openBody(inPieces(Buffer.from(text), size)), shape) ? 'lines' : 'document';
};

describe('a body', () => {
  it.each([1, 3, 7, 1000])('comes whole in pieces of %d bytes, packed or not', async (size) => {
    const bytes = Buffer.from('{"a":"é"}\n'.repeat(50));
    for (const packed of [bytes, gzipSync(bytes), zstdCompressSync(bytes)]) {
      expect(await readWhole(await openBody(inPieces(packed, size)), 1_000_000)).toEqual(bytes);
    }
  });

  it.each([1, 7, 1000, 64_000])(
    'of several zstd frames comes with all of them, and without those for others: pieces of %d bytes',
    async (size) => {
      const [one, two] = ['first\n'.repeat(9_000), 'second\n'].map((text) => Buffer.from(text)) as [Buffer, Buffer];
      const skipped = Buffer.concat([Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0]), Buffer.from('abc')]);
      const frames = Buffer.concat([skipped, zstdCompressSync(one), skipped, zstdCompressSync(two), zstdCompressSync(one), skipped]);
      expect(await readWhole(await openBody(inPieces(frames, size)), 1_000_000)).toEqual(Buffer.concat([one, two, one]));
    },
  );

  it.each([
    ['junk behind a frame', (frame: Buffer) => Buffer.concat([frame, Buffer.from('junk')])],
    ['a second frame that is cut', (frame: Buffer) => Buffer.concat([frame, frame.subarray(0, -3)])],
    ['a frame for others that is cut', (frame: Buffer) => Buffer.concat([frame, Buffer.from([0x50, 0x2a, 0x4d, 0x18, 9, 0, 0, 0, 1])])],
  ])('of zstd with %s is refused', async (_name, made) => {
    const bytes = made(zstdCompressSync(Buffer.from('a line\n'.repeat(100))));
    const reading = openBody(inPieces(bytes, 50)).then((body) => readWhole(body, 1_000_000));
    await expect(reading).rejects.toMatchObject({ code: 'body_unreadable' });
  });

  it.each([
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
  ])('of %s that nobody reads to its end lets go of where it comes from', async (_name, pack) => {
    const pieces = inPieces(pack(Buffer.from(randomBytes(1_000_000).toString('hex'))), 10_000);
    let isLeft = false;
    async function* watched(): AsyncGenerator<Buffer> {
      try {
        yield* pieces;
      } finally {
        isLeft = true;
      }
    }
    for await (const chunk of (await openBody(watched())).chunks) if (chunk.length > 0) break;
    await expect.poll(() => isLeft).toBe(true);
  });

  it('over the limit is refused, also when it was packed small', async () => {
    const packed = gzipSync(Buffer.alloc(100_000, 32));
    await expect(readWhole(await openBody(inPieces(packed, 100)), 99_999)).rejects.toMatchObject({ code: 'body_too_large' });
  });

  it('that breaks off throws to its reader, packed or not', async () => {
    const text = Buffer.from('x'.repeat(100_000));
    for (const bytes of [text, gzipSync(text).subarray(0, 80), zstdCompressSync(text).subarray(0, 12)]) {
      const reading = openBody(breakingOff(bytes)).then((body) => readWhole(body, 1_000_000));
      await expect(reading).rejects.toThrow(/./);
    }
  });
});

describe('the carrier of', () => {
  const event = '{"eventType":"CUSTOMER"}';
  const foreign = `{"city":"${'測試'.repeat(100)}"}`;

  it.each([
    ['one event', event, 'document'],
    ['an array', `[${event},\n${event}]`, 'document'],
    ['a pretty-printed event', JSON.stringify({ a: { b: 1 } }, null, 2), 'document'],
    ['an event spread with its first member on the first line', '{"a":\n1}', 'document'],
    ['a wrapped array in one line with a break behind it', `{"customers":[${event}]}\n`, 'document'],
    ['two lines', `${event}\n${event}`, 'lines'],
    ['lines behind blank lines and a mark', `\uFEFF\n\n${event}\n${event}`, 'lines'],
    ['lines in another script', `${event}\n${foreign}`, 'lines'],
    ['lines in another script with a break at the end', `${event}\n${foreign}\n`, 'lines'],
  ])('%s is told by its content', async (_name, text, expected) => {
    for (const size of [1, 5, 64_000]) expect(await carrier(text, { size })).toBe(expected);
  });

  it('a broken first line is lines only where the sender says so', async () => {
    expect(await carrier(`{"a":\n${event}`, { isLines: true })).toBe('lines');
    expect(await carrier(`{"a"\n${event}`)).toBe('document');
    expect(await carrier(JSON.stringify({ a: 1 }, null, 2), { isLines: true })).toBe('document');
  });
});
