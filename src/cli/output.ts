// Text to a stream at its reader's pace: many short lines leave in few large writes.

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Writes every line of every page with its end to `target`, which stays open. Pages, because awaiting each line took half the time. */
export async function writeLines(
  pages: Iterable<readonly string[]> | AsyncIterable<readonly string[]>,
  target: NodeJS.WritableStream,
): Promise<void> {
  await pipeline(Readable.from(textsOf(pages)), target, { end: false });
}

async function* textsOf(pages: Iterable<readonly string[]> | AsyncIterable<readonly string[]>): AsyncGenerator<string> {
  for await (const lines of pages) if (lines.length > 0) yield `${lines.join('\n')}\n`;
}

/** Lines that come one by one, some at a time. */
export function* pagesOf(lines: Iterable<string>, size: number): Generator<string[]> {
  let page: string[] = [];
  for (const line of lines) {
    page.push(line);
    if (page.length < size) continue;
    yield page;
    page = [];
  }
  yield page;
}
