// What becomes of one record: each outcome, ties, records without a time, and that the order of arrival never matters.

import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { asksForOlder, decide, versionName } from '../../src/core/decide.ts';
import type { Incoming, RecordState } from '../../src/core/decide.ts';

const NOW = '2024-06-01T00:00:00.000000Z';

function emptyState(): RecordState {
  return { heldCount: 0, current: null, optIns: {}, heldNames: new Set(), added: [] };
}

/** A record of `content` (also its hash) at a day of January 2024, or without a time. */
function incoming(content: string, day: number | null, marketing?: boolean): Incoming {
  const versionTime = day === null ? null : `2024-01-${String(day).padStart(2, '0')}T00:00:00.000000Z`;
  return {
    record: { versionTime, isDeleted: false, text: content, brief: marketing === undefined ? {} : { marketing } },
    contentHash: content,
  };
}

/** The same record as the store would give it to the next batch. */
function reloaded(state: RecordState): RecordState {
  return { ...state, heldCount: state.heldCount + state.added.length, heldNames: new Set(), added: [] };
}

function outcomes(state: RecordState, records: readonly Incoming[]): string[] {
  return records.map((record) => decide(state, record, NOW).outcome);
}

describe('a record', () => {
  it('that is new is created, newer updated, the same unchanged, older stale', () => {
    const records = [incoming('a', 2), incoming('b', 3), incoming('b', 3), incoming('c', 1)];
    expect(outcomes(emptyState(), records)).toEqual(['created', 'updated', 'unchanged', 'stale']);
  });

  it('that is older is kept once', () => {
    const state = emptyState();
    outcomes(state, [incoming('a', 2), incoming('c', 1), incoming('c', 1)]);
    expect(state.added.map(({ contentHash }) => contentHash)).toEqual(['a', 'c']);
  });

  it('that was current when the batch began is not kept again after a newer one of the batch', () => {
    const before = emptyState();
    decide(before, incoming('a', 1), NOW);
    const state = reloaded(before);
    expect(outcomes(state, [incoming('b', 2), incoming('a', 1)])).toEqual(['updated', 'stale']);
    expect(state.added.map(({ contentHash }) => contentHash)).toEqual(['b']);
  });

  it('of the same stated time is decided by the greater hash, and both orders warn', () => {
    const state = emptyState();
    decide(state, incoming('b', 1), NOW);
    expect(decide(state, incoming('a', 1), NOW)).toEqual({ outcome: 'stale', isTie: true });
    expect(decide(state, incoming('c', 1), NOW)).toEqual({ outcome: 'updated', isTie: true });
    expect(state.current?.contentHash).toBe('c');
  });
});

describe('a record without a time', () => {
  it('is ordered by its arrival, whatever the clock says', () => {
    const state = emptyState();
    const records = [incoming('c', null), incoming('b', null), incoming('a', null)];
    expect(outcomes(state, records)).toEqual(['created', 'updated', 'updated']);
    expect(state.added.map(({ time }) => time.slice(-8))).toEqual(['.000000Z', '.000001Z', '.000002Z']);
  });

  it('carries over into the next second and never asks the store for older ones', () => {
    const state = emptyState();
    decide(state, incoming('a', null), '2024-06-01T23:59:59.999999Z');
    decide(state, incoming('b', null), NOW);
    expect(state.current?.time).toBe('2024-06-02T00:00:00.000000Z');
    expect(asksForOlder(reloaded(state), incoming('c', null))).toBe(false);
  });

  it('with the current content is unchanged', () => {
    const state = emptyState();
    expect(outcomes(state, [incoming('a', 1), incoming('a', null)])).toEqual(['created', 'unchanged']);
  });
});

it('an opt-in is remembered of the latest version that stated it, in any order', () => {
  const state = emptyState();
  outcomes(state, [incoming('c', 3), incoming('b', 2, false), incoming('a', 1, true)]);
  expect(state.optIns.marketing).toMatchObject({ value: false, contentHash: 'b' });
});

/** Runs `records` in batches, looking up older versions in between as storage does. */
function runInBatches(batches: readonly (readonly Incoming[])[]): { current: string | undefined; versions: string[]; optIns: string } {
  const versions: string[] = [];
  let state = emptyState();
  for (const batch of batches) {
    for (const record of batch) {
      const name = record.record.versionTime + record.contentHash;
      if (asksForOlder(state, record) && versions.includes(name)) state.heldNames.add(name);
    }
    for (const record of batch) decide(state, record, NOW);
    versions.push(...state.added.map(versionName));
    state = reloaded(state);
  }
  return { current: state.current?.contentHash, versions: versions.toSorted(), optIns: JSON.stringify(state.optIns) };
}

it('any order, repetition and split gives the same current version, versions and opt-ins', () => {
  const contents = ['a', 'b', 'c', 'd', 'e', 'f'];
  const record = fc.constantFrom(...contents);
  const plan = fc.record({
    days: fc.tuple(...contents.map(() => fc.integer({ min: 1, max: 3 }))),
    optIns: fc.tuple(...contents.map(() => fc.option(fc.boolean(), { nil: undefined }))),
    extra: fc.array(record, { maxLength: 6 }),
    first: fc.shuffledSubarray(contents, { minLength: contents.length }),
    cuts: fc.tuple(fc.nat(8), fc.nat(8)),
  });
  fc.assert(
    fc.property(plan, ({ days, optIns, extra, first, cuts }) => {
      const made = (content: string): Incoming => {
        const at = contents.indexOf(content);
        return incoming(content, days[at] as number, optIns[at]);
      };
      const one = [...first, ...extra].map(made);
      const two = [...extra.toReversed(), ...contents].map(made);
      const [from, to] = cuts.toSorted((x, y) => x - y) as [number, number];
      const split = [two.slice(0, from), two.slice(from, to), two.slice(to)];
      expect(runInBatches(split)).toEqual(runInBatches(one.map((single) => [single])));
    }),
    { numRuns: 10_000 },
  );
});
