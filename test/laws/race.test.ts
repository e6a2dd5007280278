// Two nodes on one PostgreSQL: what they take in at the same moment about the same people ends as if one had taken it all.

import { afterAll, beforeAll, expect, it } from 'vitest';
import fc from 'fast-check';
import { cobi, retelling, uuid, wasabi } from '../helpers/people.ts';
import { COBI, holdingsOf, openLine, take, WASABI } from '../helpers/line.ts';
import { onPostgresql } from '../helpers/stores.ts';
import { rounds } from '../helpers/rounds.ts';
import { seedOf } from './seed.ts';
import type { AccountScope } from '../../src/core/account.ts';
import type { Line } from '../helpers/line.ts';
import type { Sent } from '../helpers/people.ts';

const PEOPLE = 10_000;
const BATCH_RECORDS = 500;

onPostgresql('two nodes', (store) => {
  let nodes: readonly [Line, Line];
  beforeAll(async () => {
    const settings = await store.fresh();
    nodes = [await openLine(settings), await openLine(settings)];
  });
  afterAll(async () => {
    for (const node of nodes) await node.close();
  });

  it(`meet in one customer each for ${PEOPLE} people told of by both feeds at once`, async () => {
    const scope = await nodes[0].account();
    for (let start = 0; start < PEOPLE; start += BATCH_RECORDS) {
      const numbers = Array.from({ length: BATCH_RECORDS }, (_, at) => start + at);
      const customers = numbers.map((number) => JSON.stringify(cobi(number, { gender: `g${number}` })));
      const events = numbers.toReversed().map((number) => JSON.stringify(wasabi(uuid(number), { smsOptIn: true })));
      await Promise.all([take(nodes[0], scope, COBI, customers), take(nodes[1], scope, WASABI, events)]);
    }
    const { customers, links } = await holdingsOf(nodes[0], scope);
    expect(customers).toHaveLength(PEOPLE);
    expect(links).toHaveLength(2 * PEOPLE);
    const halves = customers.filter((customer) => !isWhole(customer as Shown));
    expect(halves).toEqual([]);
  });

  it('take the same records in any order, repetition and split to the same end', async () => {
    const property = fc.asyncProperty(retelling, retelling, async (one, two) => {
      const alone = await nodes[0].account();
      const together = await nodes[0].account();
      await sendAll(nodes[0], alone, [...one.records, ...two.records]);
      await Promise.all([sendEach(nodes[0], together, one.batches), sendEach(nodes[1], together, two.batches)]);
      expect(await holdingsOf(nodes[1], together)).toEqual(await holdingsOf(nodes[0], alone));
    });
    await fc.assert(property, { numRuns: rounds(100, 5_000), ...seedOf('two nodes') });
  });
});

interface Shown {
  gender: string | null;
  consents: { sms: { state: string } };
  externalIdentifiers: { source: string }[];
}

function isWhole({ gender, consents, externalIdentifiers }: Shown): boolean {
  return gender !== null && consents.sms.state === 'granted' && externalIdentifiers.length === 3;
}

async function sendAll(line: Line, scope: AccountScope, records: readonly Sent[]): Promise<void> {
  for (const feed of [COBI, WASABI]) {
    const texts = records.filter((sent) => sent.feed === feed).map(({ text }) => text);
    if (texts.length > 0) await take(line, scope, feed, texts);
  }
}

async function sendEach(line: Line, scope: AccountScope, batches: readonly (readonly Sent[])[]): Promise<void> {
  for (const batch of batches) await sendAll(line, scope, batch);
}
