// A group decided on, with all that its one transaction is made of.

import type { Batch } from './batch.ts';
import type { BatchReport } from './report.ts';
import type { Decided } from './decide-records.ts';
import type { TouchedCustomers } from './project-customers.ts';

export interface Commit {
  readonly commitId: string;
  readonly newId: () => string;
  readonly batches: readonly Batch[];
  readonly decided: Decided;
  readonly touched: TouchedCustomers;
  readonly reports: readonly BatchReport[];
}
