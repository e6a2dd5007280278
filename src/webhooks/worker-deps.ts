// What a worker of webhooks and all that works for it are given.

import type { AllowedRange } from '../core/address-guard.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../storage/database.ts';
import type { Log } from '../log.ts';
import type { Lookup } from './guarded-dispatcher.ts';
import type { Outcome } from './deliver.ts';
import type { SecretBox } from '../core/secret-box.ts';

export interface WorkerDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly secrets: SecretBox;
  readonly workerId: string;
  /** Ranges that may be reached although they are not public. */
  readonly allowed: readonly AllowedRange[];
  readonly lookup?: Lookup | undefined;
  /** Told of every attempt. */
  readonly observe: (verdict: Outcome['verdict'], ms: number) => void;
}
