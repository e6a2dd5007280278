// One Wasabi event a request from 64 clients at once: what shared commits and a short path are worth.

import { amountOf, applyLoad } from './load.ts';
import { figureOf } from './bare-routes.ts';
import { headersOf, withProduct } from './product.ts';
import { sampleTexts } from './records.ts';
import type { Store } from './product.ts';
import type { Bench } from './stage.ts';

const EVENTS = 45_000;
const CLIENTS = 64;

export function singleEventsBench(name: string, store: Store): Bench {
  return {
    name,
    figures: [name],
    measure: (stage) =>
      withProduct(stage, store, async ({ origin }) => {
        const texts = sampleTexts('wasabi', stage.count(EVENTS));
        const result = await applyLoad({
          origin,
          connections: CLIENTS,
          ...amountOf(texts.length),
          method: 'POST',
          headers: headersOf('application/json'),
          request: (at) => ({ path: '/wasabi/events', body: texts[at] as string }),
        });
        return [figureOf(name, result, 1)];
      }),
  };
}

export const singleEvents = singleEventsBench('single-events', 'postgresql');
