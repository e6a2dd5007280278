// Up to which line all is committed, whatever the order in which batches commit.

import { expect, it } from 'vitest';
import fc from 'fast-check';
import { CommittedLines } from '../../src/ingest/committed-lines.ts';

it('is the last line of the batches committed without a gap, in any order of commits', () => {
  const order = fc.integer({ min: 1, max: 12 }).chain((count) => fc.shuffledSubarray([...Array(count).keys()], { minLength: count }));
  fc.assert(
    fc.property(order, (batches) => {
      const lines = new CommittedLines();
      for (const _ of batches) lines.announce();
      const kept = new Set<number>();
      for (const batch of batches) {
        kept.add(batch);
        let whole = 0;
        while (kept.has(whole)) whole += 1;
        const expected = whole === 0 ? null : whole * 10;
        expect(lines.lastLineWith(batch, batch * 10 + 10)).toBe(expected);
        lines.keep(batch, batch * 10 + 10);
        expect(lines.lastLine).toBe(expected);
      }
    }),
  );
});
