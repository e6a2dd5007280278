// Records spread by their keys: each key's are together and in their order, however little fits into memory.

import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { afterEach, expect, it } from 'vitest';
import fc from 'fast-check';
import { groupsOf } from '../../src/ingest/file/spread.ts';
import type { KeyedRecord } from '../../src/ingest/file/spread.ts';

const folder = mkdtempSync(join(tmpdir(), 'clientele-spread-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function* paged(records: readonly KeyedRecord[]): AsyncGenerator<readonly KeyedRecord[]> {
  for (let at = 0; at < records.length; at += 7) yield records.slice(at, at + 7);
}

async function spread(records: readonly KeyedRecord[], groupLengthMax: number): Promise<KeyedRecord[][]> {
  const groups: KeyedRecord[][] = [];
  for await (const group of groupsOf(paged(records), { folder: join(folder, 'parts'), groupLengthMax })) {
    const read: KeyedRecord[] = [];
    for await (const page of group) read.push(...page);
    groups.push(read);
  }
  return groups;
}

const record = fc.record({
  key: fc.constantFrom('a', 'b\n', 'c\td', 'Ж', ...Array.from({ length: 40 }, (_, at) => `key ${at}`)),
  text: fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => JSON.stringify({ text, '\u2028': '\t' })),
});

it('keeps every record once, those of a key together and in their order', async () => {
  const given = fc.array(record, { maxLength: 200 }).map((records) => records.map((one, line) => ({ ...one, line })));
  const property = fc.asyncProperty(given, fc.constantFrom(1, 200, 2_000, 1e6), async (records, groupLengthMax) => {
    const groups = await spread(records, groupLengthMax);
    expect(groups.flat().toSorted((a, b) => a.line - b.line)).toEqual(records);
    const keys = groups.map((group) => new Set(group.map(({ key }) => key)));
    expect(keys.reduce((sum, { size }) => sum + size, 0)).toBe(new Set(records.map(({ key }) => key)).size);
    for (const of of groups.flatMap((group) => [...Map.groupBy(group, ({ key }) => key).values()])) {
      expect(of.map(({ line }) => line)).toEqual(of.map(({ line }) => line).toSorted((a, b) => a - b));
    }
  });
  await fc.assert(property, { numRuns: 40 });
});

it('lays nothing aside where all fits, and leaves nothing behind where it does not', async () => {
  const records = Array.from({ length: 300 }, (_, line) => ({ key: `k${line % 90}`, line, text: '{"a":1}' }));
  expect(await spread(records, 1e6)).toHaveLength(1);
  expect(existsSync(join(folder, 'parts'))).toBe(false);
  expect((await spread(records, 500)).length).toBeGreaterThan(20);
  expect(readdirSync(join(folder, 'parts'))).toEqual([]);
});
