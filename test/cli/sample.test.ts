// The sample generator: the same seed gives the same records, shares are kept, and what it calls good or bad is just that.

import { describe, expect, test } from 'vitest';
import { generateSample, sampleText } from '../../src/cli/sample.ts';
import { FAULTS } from '../../src/cli/sample/every-fault.ts';
import { faultyText } from '../../src/cli/sample/fault.ts';
import { parse } from '../../src/formats/index.ts';
import type { JsonObject } from '../../src/formats/record.ts';
import type { SampleFormat, SampleOptions } from '../../src/cli/sample.ts';

const NOW = '2026-01-01T00:00:00.000000Z';
const MIXED = { count: 4_000, seed: 11, bad: 0.05, duplicates: 0.1, updates: 0.2 } as const;

function sample(options: SampleOptions): string[] {
  return [...generateSample(options)];
}

function idOf(text: string): string {
  const record = JSON.parse(text) as JsonObject;
  return String(record['customer_id'] ?? (record['body'] as JsonObject)['customerId']);
}

describe.each<SampleFormat>(['cobi', 'wasabi'])('a %s sample', (format) => {
  test('is the same for the same seed and another for another seed', () => {
    const first = sample({ format, ...MIXED });
    expect(sample({ format, ...MIXED })).toEqual(first);
    expect(sample({ format, ...MIXED, seed: 12 })).not.toEqual(first);
  });

  test('holds exactly the records asked for, one a line', () => {
    const texts = sample({ format, ...MIXED });
    expect(texts).toHaveLength(MIXED.count);
    expect(texts.filter((text) => text.includes('\n'))).toEqual([]);
  });

  test('shuffled holds the same records in another order', () => {
    const texts = sample({ format, ...MIXED });
    const shuffled = sample({ format, ...MIXED, shuffle: true });
    expect(shuffled).not.toEqual(texts);
    expect(shuffled.toSorted()).toEqual(texts.toSorted());
  });

  test('without shares is all about different people', () => {
    const ids = sample({ format, count: 20_000, seed: 3 }).map(idOf);
    expect(new Set(ids).size).toBe(20_000);
  });

  test('repeats exactly about the share of records asked for', () => {
    const texts = sample({ format, count: 5_000, duplicates: 0.2 });
    const repeated = texts.length - new Set(texts).size;
    expect(repeated).toBeGreaterThan(900);
    expect(repeated).toBeLessThan(1_100);
  });

  test('updates people sent before with newer and with older statements', () => {
    const texts = sample({ format, count: 5_000, updates: 0.4 });
    const times = new Map<string, string>();
    let newer = 0;
    let older = 0;
    for (const text of texts) {
      const id = idOf(text);
      const time = versionTimeOf(text);
      const before = times.get(id);
      if (before !== undefined && time > before) newer++;
      if (before !== undefined && time < before) older++;
      times.set(id, time);
    }
    expect(newer).toBeGreaterThan(1_400);
    expect(older).toBeGreaterThan(50);
  });

  test('gives any record again from its numbers alone', () => {
    const third = sample({ format, count: 3, seed: 5 })[2];
    expect(sampleText(format, { seed: 5, person: 2, revision: 2 })).toBe(third);
    expect(sampleText(format, { seed: 5, person: 2, revision: 3 })).not.toBe(third);
  });

  test('without a bad share has no record that its format finds an issue with', () => {
    const texts = sample({ format, count: 3_000, duplicates: 0.1, updates: 0.3 });
    expect(texts.flatMap((text) => parse(text, { format, now: NOW }).issues)).toEqual([]);
  });

  test('knows only faults that its format refuses', () => {
    const good = sampleText(format, { seed: 1, person: 1, revision: 2 });
    const accepted = FAULTS[format].filter((fault) => {
      return parse(faultyText(JSON.parse(good) as JsonObject, fault), { format, now: NOW }).record !== undefined;
    });
    expect(accepted.map(({ name }) => name)).toEqual([]);
  });

  test('knows many faults, each by its own name and each changing the record', () => {
    const faults = FAULTS[format];
    const good = sampleText(format, { seed: 1, person: 1, revision: 2 });
    expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length);
    expect(faults.length).toBeGreaterThan(30);
    for (const fault of faults) expect(faultyText(JSON.parse(good) as JsonObject, fault), fault.name).not.toBe(good);
  });
});

test('Cobi and Wasabi samples of one seed share some of their ids, so that people meet', () => {
  const cobi = new Set(sample({ format: 'cobi', count: 1_000, seed: 4 }).map(idOf));
  const shared = sample({ format: 'wasabi', count: 1_000, seed: 4 }).filter((text) => cobi.has(idOf(text)));
  expect(shared.length).toBeGreaterThan(200);
  expect(shared.length).toBeLessThan(400);
});

test('a Wasabi event is about 700 bytes on average', () => {
  const bytes = Buffer.byteLength(sample({ format: 'wasabi', count: 5_000 }).join(''));
  expect(bytes / 5_000).toBeGreaterThan(600);
  expect(bytes / 5_000).toBeLessThan(800);
});

function versionTimeOf(text: string): string {
  const record = JSON.parse(text) as JsonObject;
  const stated = String(record['updated'] ?? (record['body'] as JsonObject)['updatedAt']);
  return new Date(stated).toISOString();
}
