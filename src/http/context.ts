// What every route is given: the doors to the registry, and nothing that knows SQL.

import type { Callers } from '../registry/find-caller.ts';
import type { Ingest } from '../ingest/take-records.ts';
import type { Log } from '../log.ts';
import type { Metrics } from './metrics.ts';

export interface Context {
  readonly ingest: Ingest;
  readonly callers: Callers;
  readonly metrics: Metrics;
  readonly log: Log;
}
