// What every route is given: the doors to the registry, and nothing that knows SQL.

import type { Callers } from '../registry/find-caller.ts';
import type { ImportFiles } from '../ingest/import-files.ts';
import type { ImportJobs } from '../ingest/import-jobs.ts';
import type { ChangeFeed } from '../registry/follow-changes.ts';
import type { Ingest } from '../ingest/take-records.ts';
import type { Log } from '../log.ts';
import type { Metrics } from './metrics.ts';

export interface Context {
  readonly ingest: Ingest;
  /** The files of imports, and the node's own work on them. */
  readonly imports: { readonly files: ImportFiles; readonly jobs: ImportJobs };
  readonly callers: Callers;
  readonly changes: ChangeFeed;
  readonly metrics: Metrics;
  readonly log: Log;
}
