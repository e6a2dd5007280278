// The past of customers with five statements each, from 16 clients: as it was, as it was known, its history, and where its values come from.

import { amountOf, applyLoad } from './load.ts';
import { bodiesOf, sampleTexts } from './records.ts';
import { figureOf } from './bare-routes.ts';
import { headersOf, postBatches, withProduct } from './product.ts';
import { listIds } from './read-by-id.ts';
import { WASABI_LINES } from './batches.ts';
import type { Bench, Figure } from './stage.ts';

const CUSTOMERS = 3_000;
const STATEMENTS = 5;
const READS = 10_000;
const CLIENTS = 16;
/** Coprime to any number of ids below it, so that reading walks over all of them. */
const STRIDE = 7_919;

/** A moment behind all that the samples state and all that is written here: every statement counts. */
const PATHS: Readonly<Record<string, string>> = {
  'past-as-of': '?asOf=2999-01-01T00:00:00Z',
  'past-known-at': '?knownAt=2999-01-01T00:00:00Z',
  'past-history': '/history',
  'past-provenance': '/provenance',
};

export const pastReads: Bench = {
  name: 'past-reads',
  figures: Object.keys(PATHS),
  measure: (stage) =>
    withProduct(stage, 'postgresql', async ({ origin }) => {
      for (let later = 0; later < STATEMENTS; later += 1) {
        const bodies = bodiesOf(sampleTexts('wasabi', CUSTOMERS, later), WASABI_LINES.size, WASABI_LINES.carrier);
        await postBatches('filling', { origin, feed: WASABI_LINES, bodies, outcome: later === 0 ? 'created' : 'updated' });
      }
      const ids = await listIds(origin);
      const figures: Figure[] = [];
      for (const [name, path] of Object.entries(PATHS)) {
        const request = (at: number) => ({ path: `/v1/customers/${ids[(at * STRIDE) % ids.length]}${path}` });
        const load = {
          origin,
          connections: CLIENTS,
          ...amountOf(stage.count(READS)),
          method: 'GET',
          headers: headersOf(),
          request,
        } as const;
        figures.push(figureOf(name, await applyLoad(load), 1));
      }
      return figures;
    }),
};
