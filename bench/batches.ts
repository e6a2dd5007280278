// Batches by HTTP: Wasabi events as lines and arrays of 1,000, Cobi customers in batches of 5,000; first, again, and newer.

import { bodiesOf, sampleTexts } from './records.ts';
import { postBatches, withProduct } from './product.ts';
import type { Feed, Posting, Store } from './product.ts';
import type { Bench, Figure, Stage } from './stage.ts';

const RECORDS = 180_000;

const WASABI: Pick<Feed, 'path' | 'format' | 'size' | 'counted'> = {
  path: '/wasabi/events',
  format: 'wasabi',
  size: 1_000,
  counted: (answer, outcome) => countIn(JSON.parse(answer).outcomes, outcome),
};

export const WASABI_LINES: Feed = { ...WASABI, contentType: 'application/x-ndjson', carrier: 'lines' };
const WASABI_ARRAYS: Feed = { ...WASABI, contentType: 'application/json', carrier: 'array' };

export const COBI_BATCHES: Feed = {
  path: '/cobi/v1/data/customers',
  contentType: 'application/json',
  carrier: 'records',
  format: 'cobi',
  size: 5_000,
  counted: (answer, outcome) => {
    const { batches: parts } = JSON.parse(answer) as { batches: { data: { outcomes: Record<string, number> } }[] };
    return parts.reduce((sum, { data }) => sum + countIn(data.outcomes, outcome), 0);
  },
};

function countIn(outcomes: Readonly<Record<string, number>>, outcome: string): number {
  return outcomes[outcome] ?? 0;
}

/** What is sent after the first time. */
export type Pass = 'unchanged' | 'updating';

/** The figures of one feed into one fresh store: `name`, then `name-unchanged` or `name-updating` for each further pass. */
export function batchBench(name: string, store: Store, feed: Feed, passes: readonly Pass[]): Bench {
  return {
    name,
    figures: [name, ...passes.map((pass) => `${name}-${pass}`)],
    measure: (stage) =>
      withProduct(stage, store, async ({ origin }) => {
        const first = bodiesFor(stage, feed, 0);
        const figures: Figure[] = [await postBatches(name, { origin, feed, bodies: first, outcome: 'created' })];
        for (const pass of passes) figures.push(await postBatches(`${name}-${pass}`, again({ stage, feed, origin, first, pass })));
        return figures;
      }),
  };
}

interface Again {
  readonly stage: Stage;
  readonly feed: Feed;
  readonly origin: string;
  readonly first: readonly Buffer[];
  readonly pass: Pass;
}

function again({ stage, feed, origin, first, pass }: Again): Posting {
  if (pass === 'unchanged') return { origin, feed, bodies: first, outcome: 'unchanged' };
  return { origin, feed, bodies: bodiesFor(stage, feed, 1), outcome: 'updated' };
}

function bodiesFor(stage: Stage, feed: Feed, later: number): Buffer[] {
  return bodiesOf(sampleTexts(feed.format, stage.count(RECORDS), later), feed.size, feed.carrier);
}

export const batches: readonly Bench[] = [
  batchBench('wasabi-lines', 'postgresql', WASABI_LINES, ['unchanged', 'updating']),
  batchBench('wasabi-arrays', 'postgresql', WASABI_ARRAYS, []),
  batchBench('cobi-batches', 'postgresql', COBI_BATCHES, ['unchanged']),
];
