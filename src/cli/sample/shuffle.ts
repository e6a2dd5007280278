// Order mixed in constant memory: records leave a window at random, so that each can come late or early, but none is lost.

import type { Random } from './random.ts';

const WINDOW_RECORDS = 16_384;

export function* shuffled(texts: Iterable<string>, random: Random): Generator<string, void, undefined> {
  const window: string[] = [];
  for (const text of texts) {
    if (window.length < WINDOW_RECORDS) window.push(text);
    else yield swapped(window, random.below(WINDOW_RECORDS), text);
  }
  while (window.length > 0) {
    const last = window.pop() as string;
    const at = random.below(window.length + 1);
    yield at === window.length ? last : swapped(window, at, last);
  }
}

function swapped(window: string[], at: number, text: string): string {
  const taken = window[at] as string;
  window[at] = text;
  return taken;
}
