// The role `worker` of a process: it sends webhooks, and tells how far behind each endpoint is.

import { allowedRangeFrom } from '../core/address-guard.ts';
import { freeLeases, openWebhookWorker } from '../webhooks/worker.ts';
import { readBacklogs } from '../webhooks/backlog.ts';
import { openBell } from '../webhooks/bell.ts';
import { RegistryError } from '../error.ts';
import type { AllowedRange } from '../core/address-guard.ts';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../http/metrics.ts';
import type { WebhookDeps } from '../registry/read-webhook.ts';

export interface WebhookRoleDeps extends WebhookDeps {
  readonly log: Log;
  readonly metrics: Metrics;
}

export interface WebhookRole {
  /** Something of the account was committed. */
  tell(accountId: string): void;
  stop(): Promise<void>;
}

/** Starts what the process is to do for webhooks: where it is no worker, it tells those of other nodes what was committed. */
export async function startWebhookRole(config: Config, deps: WebhookRoleDeps): Promise<WebhookRole> {
  const { database, clock, metrics } = deps;
  if (!config.roles.has('worker')) {
    const { ring, rest } = openBell(deps, null);
    return { tell: ring, stop: rest };
  }
  if (database.kind === 'embedded') await freeLeases(database);
  const workerId = clock.id();
  const bell = openBell(deps, workerId);
  const worker = openWebhookWorker({ ...deps, workerId, observe: metrics.observeDelivery });
  metrics.watchBacklogs(() => readBacklogs({ database, clock }));
  return {
    tell(accountId) {
      if (!worker.wake(accountId)) bell.ring();
    },
    async stop() {
      await bell.rest();
      await worker.stop();
    },
  };
}

/** The ranges that the setting allows. Throws `setting_invalid`. */
export function allowedRanges(cidrs: readonly string[]): AllowedRange[] {
  return cidrs.map((cidr) => {
    const range = allowedRangeFrom(cidr);
    if (range) return range;
    throw new RegistryError('setting_invalid', `CLIENTELE_WEBHOOK_ALLOW has "${cidr}", which is no range of addresses.`);
  });
}
