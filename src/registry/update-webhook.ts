// Changes what the account is told, and where. An address that can never be reached is refused here; what a name leads to is judged
// when the connection is made.

import { ENDPOINT_ID } from '../storage/outbox.ts';
import { endpointOf, webhookFrom } from './read-webhook.ts';
import { findOldestOpen } from '../storage/deliveries.ts';
import { lockEndpoint, updateAddress, updateEndpoint } from '../storage/webhooks.ts';
import { refusalOfUrl } from '../core/address-guard.ts';
import { RegistryError } from '../error.ts';
import { wakeLane } from '../storage/webhooks-lanes.ts';
import type { AccountScope } from '../core/account.ts';
import type { AllowedRange } from '../core/address-guard.ts';
import type { Webhook, WebhookDeps } from './read-webhook.ts';

export type WebhookChanges = Partial<Pick<Webhook, 'url' | 'method' | 'payload' | 'format' | 'types' | 'coalesce'>>;

/** Members that are absent stay as they are. Throws `request_invalid` for an address that webhooks cannot reach. */
export async function updateWebhook(deps: WebhookDeps, scope: AccountScope, changes: WebhookChanges): Promise<Webhook> {
  const { database, clock, allowed } = deps;
  if (changes.url) expectReachable(changes.url, allowed);
  return database.inTransaction(scope, async (tx) => {
    await lockEndpoint(tx, ENDPOINT_ID);
    const { url, method, payload, format, types, coalesce } = { ...webhookFrom(await endpointOf(tx), null), ...changes };
    await updateEndpoint(tx, ENDPOINT_ID, { payload, format, types, isCoalescing: coalesce });
    if ('url' in changes || 'method' in changes) await updateAddress(tx, { method, uri: url, at: clock.now() });
    await wakeLane(tx, ENDPOINT_ID);
    return webhookFrom(await endpointOf(tx), await findOldestOpen(tx, ENDPOINT_ID));
  });
}

function expectReachable(text: string, allowed: readonly AllowedRange[]): void {
  const refusal = URL.canParse(text) ? refusalOfUrl(new URL(text), allowed) : 'It is no absolute URL, like https://example.com/hook.';
  if (refusal !== null) throw new RegistryError('request_invalid', `"url" cannot be a webhook's address. ${refusal}`);
}
