// Text to a stream at its reader's pace: many short lines leave in few large writes.

import { once } from 'node:events';

type Pages = Iterable<readonly string[]> | AsyncIterable<readonly string[]>;

/** Writes every line of every page with its end to `target`, which stays open. Pages, because awaiting each line took half the time. */
export async function writeLines(pages: Pages, target: NodeJS.WritableStream): Promise<void> {
  for await (const lines of pages) {
    if (lines.length > 0 && !target.write(`${lines.join('\n')}\n`)) await once(target, 'drain');
  }
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
