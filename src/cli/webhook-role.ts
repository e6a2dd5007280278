// The role `worker` of a process: it sends webhooks, and tells how far behind each endpoint is.

import { allowedRangeFrom } from '../core/address-guard.ts';
import { freeLeases, openWebhookWorker } from '../webhooks/worker.ts';
import { readBacklogs } from '../webhooks/backlog.ts';
import { RegistryError } from '../error.ts';
import type { AllowedRange } from '../core/address-guard.ts';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../http/metrics.ts';
import type { WebhookDeps } from '../registry/read-webhook.ts';
import type { WebhookWorker } from '../webhooks/worker.ts';

export interface WebhookRoleDeps extends WebhookDeps {
  readonly log: Log;
  readonly metrics: Metrics;
}

/** Starts what the process is to do for webhooks: nothing, where it is no worker. */
export async function startWebhookRole(config: Config, deps: WebhookRoleDeps): Promise<WebhookWorker> {
  const { database, clock, metrics } = deps;
  if (!config.roles.has('worker')) return { wake: () => undefined, stop: async () => undefined };
  if (database.kind === 'embedded') await freeLeases(database);
  const observe = metrics.observeDelivery;
  const worker = openWebhookWorker({ ...deps, workerId: clock.id(), observe });
  metrics.watchBacklogs(() => readBacklogs({ database, clock }));
  return worker;
}

/** The ranges that the setting allows. Throws `setting_invalid`. */
export function allowedRanges(cidrs: readonly string[]): AllowedRange[] {
  return cidrs.map((cidr) => {
    const range = allowedRangeFrom(cidr);
    if (range) return range;
    throw new RegistryError('setting_invalid', `CLIENTELE_WEBHOOK_ALLOW has "${cidr}", which is no range of addresses.`);
  });
}
