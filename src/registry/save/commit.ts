// A group decided on, with all that its one transaction is made of.

import type { Batch } from './batch.ts';
import type { BatchReport } from './report.ts';
import type { CustomerRow } from '../../storage/hot/save-customers.ts';
import type { Decided } from './decide-records.ts';

export interface Commit {
  readonly commitId: string;
  readonly newId: () => string;
  readonly batches: readonly Batch[];
  readonly decided: Decided;
  readonly customers: readonly CustomerRow[];
  readonly reports: readonly BatchReport[];
}
