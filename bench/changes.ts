// Pages of the change feed, from 64 clients, each behind another place of it: as readers that fell behind catch up.

import { amountOf, applyLoad } from './load.ts';
import { bodiesOf, sampleTexts } from './records.ts';
import { figureOf } from './bare-routes.ts';
import { headersOf, postBatches, withProduct } from './product.ts';
import { WASABI_LINES } from './batches.ts';
import type { Bench } from './stage.ts';

const CHANGES = 30_000;
const PAGES = 20_000;
const CLIENTS = 64;
const PAGE_CHANGES = 50;
/** Coprime to the number of changes, so that reading walks over all of them. */
const STRIDE = 7_919;

export const changes: Bench = {
  name: 'changes',
  figures: ['changes'],
  measure: (stage) =>
    withProduct(stage, 'postgresql', async ({ origin }) => {
      const bodies = bodiesOf(sampleTexts('wasabi', CHANGES), WASABI_LINES.size, WASABI_LINES.carrier);
      await postBatches('filling', { origin, feed: WASABI_LINES, bodies, outcome: 'created' });
      const places = CHANGES - PAGE_CHANGES;
      const result = await applyLoad({
        origin,
        connections: CLIENTS,
        ...amountOf(stage.count(PAGES)),
        method: 'GET',
        headers: headersOf(),
        request: (at) => ({ path: `/v1/changes?limit=${PAGE_CHANGES}&after=${(at * STRIDE) % places}` }),
      });
      return [figureOf('changes', result, 1)];
    }),
};
