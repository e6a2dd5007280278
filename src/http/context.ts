// What every route is given: the doors to the registry, and nothing that knows SQL.

import type { AccountDeps } from '../registry/account/account-deps.ts';
import type { Activity } from '../ingest/activity.ts';
import type { Audit } from '../registry/audit/keep-audit.ts';
import type { Callers } from '../registry/find-caller.ts';
import type { ImportFiles } from '../ingest/import-files.ts';
import type { ImportJobs } from '../ingest/import-jobs.ts';
import type { ChangeFeed } from '../registry/follow-changes.ts';
import type { Ingest } from '../ingest/request.ts';
import type { Log } from '../log.ts';
import type { Metrics } from './metrics.ts';
import type { RateLimits } from './rate-limit.ts';
import type { Tokens } from '../registry/login/token.ts';
import type { StatsReader } from '../registry/read-stats.ts';
import type { WebhookDeps } from '../registry/read-webhook.ts';

export interface Context {
  /** False: this process answers only whether it is well (`CLIENTELE_ROLES` without `api`). */
  readonly hasApi: boolean;
  readonly ingest: Ingest;
  readonly accounts: AccountDeps;
  /** The files of imports, and the node's own work on them. */
  readonly imports: { readonly files: ImportFiles; readonly jobs: ImportJobs };
  readonly callers: Callers;
  readonly audit: Audit;
  readonly activity: Activity;
  readonly limits: RateLimits;
  /** CIDRs of proxies whose word on where a request came from counts. */
  readonly trustProxy: readonly string[];
  /** Over how many seconds a body's pace is measured. */
  readonly bodySeconds: number;
  readonly changes: ChangeFeed;
  readonly tokens: Tokens;
  readonly webhooks: WebhookDeps;
  readonly metrics: Metrics;
  readonly stats: StatsReader;
  readonly log: Log;
  /** The URL that people use, where it is not the address listened on. */
  readonly publicUrl: string | null;
}
