// Law 6 over the whole line: what came in goes out as the same text, from either database, and a customer read back in the format
// of its only record states what that record stated.

import { afterAll, beforeAll, expect, it } from 'vitest';
import fc from 'fast-check';
import { COBI, openLine, take, WASABI } from '../helpers/line.ts';
import { findCurrentRecord } from '../../src/storage/records.ts';
import { forEachStore } from '../helpers/stores.ts';
import { parse, print } from '../../src/formats/index.ts';
import { rounds } from '../helpers/rounds.ts';
import { sampleText } from '../../src/cli/sample.ts';
import { seedOf } from './seed.ts';
import { uuid } from '../helpers/people.ts';
import type { AccountScope } from '../../src/core/account.ts';
import type { Feed } from '../../src/registry/save/batch.ts';
import type { Line } from '../helpers/line.ts';

const NOW = '2026-01-01T00:00:00.000000Z';

/** Anything that a sender may write in a member of its own: every kind of text, number spelling and nesting that can be kept. */
const spelling = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }).map((text) => JSON.stringify(text.replaceAll('\u0000', ''))),
  fc.constantFrom('1.0', '-0', '1e2', '0.10', '1E+5', 'null', '[]', '{}', '""', '{"b":1,"a":[null,true]}', '"\\u00e9\\n\\/"'),
);

/** Members in any order: a record is given back with the order in which it came. */
function written(members: readonly (readonly [string, string])[]): fc.Arbitrary<string> {
  return fc
    .shuffledSubarray([...members], { minLength: members.length })
    .map((shuffled) => `{${shuffled.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`);
}

const cobiText = spelling.chain((extra) =>
  written([
    ['customer_id', `"${uuid(1)}"`],
    ['user_id', `"${uuid(2).toUpperCase()}"`],
    ['region', '"CA"'],
    ['updated', '"2024-01-01T05:30:00.123456+05:30"'],
    ['own member', extra],
  ]),
);

const wasabiText = fc.tuple(spelling, fc.constantFrom('1', '1.0')).chain(([extra, version]) =>
  written([
    ['customerId', '"A-1"'],
    ['addresses', '[]'],
    ['createdAt', '"2023-01-01T00:00:00Z"'],
    ['updatedAt', '"2024-01-01T00:00:00.1Z"'],
    ['own member', extra],
  ]).chain((body) =>
    written([
      ['eventType', '"CUSTOMER"'],
      ['eventAction', '"CREATED"'],
      ['version', version],
      ['body', body],
    ]),
  ),
);

forEachStore('what came in', (store) => {
  let line: Line;
  beforeAll(async () => {
    line = await openLine(await store.fresh());
  });
  afterAll(() => line.close());

  /** The current record's text as it would be read back. */
  async function readBack(scope: AccountScope, feed: Feed, sourceKey: string): Promise<string | undefined> {
    const found = await line.database.forAccount(scope, (tx) => findCurrentRecord(tx, feed, sourceKey));
    const { record } = parse(found?.payload ?? '', { format: feed.format, now: NOW });
    return record && print(record);
  }

  it.each([
    ['Cobi', COBI, cobiText, uuid(1)],
    ['Wasabi', WASABI, wasabiText, 'A-1'],
  ] as const)('as %s goes out as the same text, whatever its order, spelling and own members', async (_name, feed, texts, key) => {
    const property = fc.asyncProperty(texts, async (text) => {
      const scope = await line.account();
      const { counts } = await take(line, scope, feed, [text]);
      expect(counts.created, text).toBe(1);
      expect(await readBack(scope, feed, key)).toBe(text);
    });
    await fc.assert(property, { numRuns: rounds(200, 10_000), ...seedOf(`round trip of ${feed.format}`) });
  });

  it.each([COBI, WASABI])('of 500 people of $format goes out as the same 500 texts', async (feed) => {
    const scope = await line.account();
    const format = feed.format === 'cobi' ? 'cobi' : 'wasabi';
    const texts = Array.from({ length: 500 }, (_, person) => sampleText(format, { seed: 31, person, revision: 2 }));
    await take(line, scope, feed, texts);
    for (const text of texts) {
      const { sourceId = '' } = parse(text, { format, now: NOW });
      expect(await readBack(scope, feed, sourceId)).toBe(text);
    }
  });
});
