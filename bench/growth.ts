// Growth: what an event and a read cost among 100,000 customers, and among a hundred times as many in the same store, in processor time:
// a figure is how many a second of it does. Asked for by its name only: filling takes a while.

import { createHash } from 'node:crypto';
import { addManyCustomers } from './many-customers.ts';
import { applyLoad } from './load.ts';
import { bodiesOf, sampleTexts } from './records.ts';
import { headersOf, postBatches, withPlace } from './product.ts';
import { processorSeconds } from './processor-time.ts';
import { WASABI_LINES } from './batches.ts';
import type { Bench, Figure } from './stage.ts';
import type { Workers } from './processor-time.ts';

const SMALL = 100_000;
const EVENTS = 20_000;
const READS = 20_000;
/** A server that runs for days is warm. */
const WARM_UP = { events: 20_000, reads: 5_000 };
const CLIENTS = 16;
/** Coprime to any number of customers below it, so that reading walks over all of them. */
const STRIDE = 7_654_321;

export const growth: Bench = {
  name: 'growth',
  figures: ['growth-event-small', 'growth-read-small', 'growth-event', 'growth-read'],
  measure: (stage) =>
    withPlace(stage, 'postgresql', async (place) => {
      // The first start makes the store.
      await stage.withServer(place, async () => undefined);
      const url = place.env['DATABASE_URL'] as string;
      const figures: Figure[] = [];
      let [from, later] = [0, 0];
      for (const [suffix, customers] of [['-small', SMALL] as const, ['', stage.customersMax] as const]) {
        await addManyCustomers(url, customers, { from, buildsIndexesLast: true });
        figures.push(
          ...(await stage.withServer(place, ({ origin, pid }) => figuresOf({ origin, workers: { pid, url }, suffix, customers, later }))),
        );
        [from, later] = [customers, later + 1];
      }
      return figures;
    }),
};

interface Size {
  readonly origin: string;
  readonly workers: Workers;
  readonly suffix: string;
  readonly customers: number;
  /** How many sizes were measured before: each takes people of its own. */
  readonly later: number;
}

async function figuresOf({ origin, workers, suffix, customers, later }: Size): Promise<Figure[]> {
  const taken = WARM_UP.events + EVENTS;
  const texts = sampleTexts('wasabi', taken * (later + 1)).slice(taken * later);
  const send = (some: readonly string[]): Promise<Figure> =>
    postBatches('growth-event', {
      origin,
      feed: WASABI_LINES,
      bodies: bodiesOf(some, WASABI_LINES.size, WASABI_LINES.carrier),
      outcome: 'created',
    });
  const request = (at: number) => ({ path: `/v1/customers/${idOf((at * STRIDE) % customers)}` });
  const load = { origin, connections: CLIENTS, method: 'GET', headers: headersOf(), request } as const;
  await applyLoad({ ...load, count: WARM_UP.reads, warmUp: 0 });
  const read = await processorSeconds(workers, () => applyLoad({ ...load, count: READS, warmUp: 0 }));
  await send(texts.slice(0, WARM_UP.events));
  const event = await processorSeconds(workers, () => send(texts.slice(WARM_UP.events)));
  return [
    { name: `growth-event${suffix}`, perSecond: EVENTS / event },
    { name: `growth-read${suffix}`, perSecond: READS / read },
  ];
}

/** The id of a customer that was filled in. */
function idOf(number: number): string {
  const hex = createHash('md5').update(`customer ${number}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
