// A customer by id, from 64 clients: ids spread over the store, so that no answer is the last one again.

import { request } from 'undici';
import { amountOf, applyLoad } from './load.ts';
import { figureOf } from './bare-routes.ts';
import { WASABI_LINES } from './batches.ts';
import { headersOf, postBatches, withProduct } from './product.ts';
import { bodiesOf, sampleTexts } from './records.ts';
import type { Bench } from './stage.ts';

const CUSTOMERS = 30_000;
const READS = 80_000;
const CLIENTS = 64;
const PAGE_CUSTOMERS = 200;
/** Coprime to any number of ids below it, so that reading walks over all of them. */
const STRIDE = 7_919;

export const readById: Bench = {
  name: 'read-by-id',
  figures: ['read-by-id'],
  measure: (stage) =>
    withProduct(stage, 'postgresql', async ({ origin }) => {
      const bodies = bodiesOf(sampleTexts('wasabi', CUSTOMERS), WASABI_LINES.size, WASABI_LINES.carrier);
      await postBatches('filling', { origin, feed: WASABI_LINES, bodies, outcome: 'created' });
      const ids = await listIds(origin);
      const result = await applyLoad({
        origin,
        connections: CLIENTS,
        ...amountOf(stage.count(READS)),
        method: 'GET',
        headers: headersOf(),
        request: (at) => ({ path: `/v1/customers/${ids[(at * STRIDE) % ids.length]}` }),
      });
      return [figureOf('read-by-id', result, 1)];
    }),
};

/** Every customer's id. */
export async function listIds(origin: string): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { statusCode, body } = await request(`${origin}/v1/customers?limit=${PAGE_CUSTOMERS}${query}`, { headers: headersOf() });
    if (statusCode !== 200) throw new Error(`Listing customers answered ${statusCode}: ${await body.text()}`);
    const page = (await body.json()) as { data: { id: string }[]; nextCursor: string | null };
    ids.push(...page.data.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  return ids;
}
