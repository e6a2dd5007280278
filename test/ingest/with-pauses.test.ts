// A stream that pauses says so once a pause, and loses nothing.

import { expect, it } from 'vitest';
import { PAUSE, withPauses } from '../../src/ingest/with-pauses.ts';
import { systemClock } from '../../src/clock.ts';

async function* slowly(release: Promise<void>): AsyncGenerator<string> {
  yield 'a';
  await release;
  yield 'b';
}

it('says a pause once, and goes on with what comes after it', async () => {
  const seen: string[] = [];
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  for await (const item of withPauses(slowly(held), systemClock(), 5)) {
    seen.push(item === PAUSE ? 'pause' : item);
    if (item === PAUSE) release();
  }
  expect(seen).toEqual(['a', 'pause', 'b']);
});
