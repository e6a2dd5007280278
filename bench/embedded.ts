// The same feeds into the embedded store, held against PostgreSQL's figures of the same run.

import { batchBench, COBI_BATCHES, WASABI_LINES } from './batches.ts';
import { singleEventsBench } from './single-events.ts';
import type { Bench } from './stage.ts';

export const embedded: readonly Bench[] = [
  batchBench('embedded-wasabi-lines', 'embedded', WASABI_LINES, ['unchanged']),
  batchBench('embedded-cobi-batches', 'embedded', COBI_BATCHES, []),
  singleEventsBench('embedded-single-events', 'embedded'),
];
