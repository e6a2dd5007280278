// How a file is cut into the parts of its upload.

import { describe, expect, it } from 'vitest';
import { partsOf } from '../../../src/cli/import/parts.ts';

describe('a file on its way up', () => {
  it('is cut into parts that hold every byte once, in order', async () => {
    const parts: string[][] = [];
    for await (const part of partsOf(chunksOf('ab', 'cd', 'efgh', 'i'), 3)) parts.push((await all(part)).map(String));
    expect(parts).toEqual([['ab', 'cd'], ['efgh'], ['i']]);
  });

  it('has no part where it has no byte', async () => {
    expect(await all(partsOf(chunksOf()))).toEqual([]);
  });

  it('is closed when its upload breaks off', async () => {
    let isClosed = false;
    async function* file(): AsyncGenerator<Buffer> {
      try {
        for (;;) yield Buffer.from('ab');
      } finally {
        isClosed = true;
      }
    }
    for await (const part of partsOf(file(), 3)) {
      await all(part);
      break;
    }
    expect(isClosed).toBe(true);
  });
});

async function* chunksOf(...texts: string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
