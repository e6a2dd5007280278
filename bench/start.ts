// How long `clientele serve` takes until it is ready, on a fresh embedded store and on the one it left.

import { withPlace } from './product.ts';
import type { Bench } from './stage.ts';

export const start: Bench = {
  name: 'start',
  figures: ['first-start', 'start'],
  measure: (stage) =>
    withPlace(stage, 'embedded', async (place) => {
      const first = await stage.withServer(place, async ({ startMs }) => startMs);
      const later = await stage.withServer(place, async ({ startMs }) => startMs);
      return [
        { name: 'first-start', ms: first },
        { name: 'start', ms: later },
      ];
    }),
};
