// NDJSON bytes → lines: the same lines with the same numbers and offsets, however the bytes are cut into chunks.

import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { LINE_BYTES_MAX, linesOf } from '../../src/ingest/lines.ts';
import type { Line } from '../../src/ingest/lines.ts';

async function* chunked(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let at = 0;
  for (const size of [...sizes, bytes.length]) {
    if (at < bytes.length && size > 0) yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function read(bytes: Buffer, sizes: readonly number[] = []): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const some of linesOf(chunked(bytes, sizes))) lines.push(...some);
  return lines;
}

const textsOf = (lines: readonly Line[]): string[] =>
  lines.map(({ line, byteOffset, bytes }) => `${line}@${byteOffset} ${bytes.toString()}`);

describe('lines', () => {
  it('have their numbers and byte offsets, blank ones counted and left out', async () => {
    expect(textsOf(await read(Buffer.from('a\r\n\n \té\t\nb')))).toEqual(['1@0 a', '3@4 é', '4@10 b']);
  });

  it('are the same with and without a line break at the end', async () => {
    expect(textsOf(await read(Buffer.from('a\nb\n')))).toEqual(textsOf(await read(Buffer.from('a\nb'))));
    expect(await read(Buffer.from(''))).toEqual([]);
  });

  it('are the same however the bytes are cut', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'é', ' ', '\n', '\r', '\t'), maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.nat(6), { maxLength: 20 }), async (whole, sizes) => {
        const bytes = Buffer.from(whole);
        const lines = await read(bytes, sizes);
        expect(textsOf(lines)).toEqual(textsOf(await read(bytes)));
        const visible = whole.split('\n').filter((line) => /[aé]/.test(line));
        expect(lines.map((line) => line.bytes.toString())).toEqual(visible.map((line) => line.replace(/^[ \t\r]+|[ \t\r]+$/g, '')));
      }),
      { numRuns: 1_000 },
    );
  });

  it('over the limit are cut and told, and the next line is whole', async () => {
    const long = 'x'.repeat(LINE_BYTES_MAX + 1);
    const [first, second] = await read(
      Buffer.from(`${long}\nb`),
      Array.from({ length: 40 }, () => 32_000),
    );
    expect(first).toMatchObject({ line: 1, isTooLong: true });
    expect(first?.bytes.length).toBe(256 * 1024);
    expect(textsOf([second as Line])).toEqual([`2@${long.length + 1} b`]);
    expect((await read(Buffer.from('x'.repeat(LINE_BYTES_MAX))))[0]?.isTooLong).toBe(false);
  });
});
