// Stops an account's webhook, lets it go on, and has it say something: what a person does who sets up or repairs a receiver.

import { ENDPOINT_ID, insertEvent } from '../storage/outbox.ts';
import { addressedEndpoint, readWebhook } from './read-webhook.ts';
import { lockEndpoint, updateStanding } from '../storage/webhooks.ts';
import { RegistryError } from '../error.ts';
import { wakeLane } from '../storage/webhooks-lanes.ts';
import type { AccountScope } from '../core/account.ts';
import type { Keeping } from './claim-key.ts';
import type { Webhook, WebhookDeps } from './read-webhook.ts';

/** Paused: changes are kept and told later. Active: what waits is told in its order. */
export async function setWebhookState(deps: WebhookDeps, scope: AccountScope, state: 'active' | 'paused'): Promise<Webhook> {
  await deps.database.inTransaction(scope, async (tx) => {
    await lockEndpoint(tx, ENDPOINT_ID);
    const reason = state === 'paused' ? 'asked' : null;
    await tx.query(updateStanding(tx.accountId, ENDPOINT_ID, { state, reason, at: deps.clock.now() }));
    await wakeLane(tx, ENDPOINT_ID);
  });
  return readWebhook(deps, scope);
}

/** Sends a `webhook.test`; the delivery's id. Throws `state_unsuitable` where there is nowhere to send it, or nothing is sent. */
export async function sendTestEvent({ database, clock, keep }: WebhookDeps & Keeping<string>, scope: AccountScope): Promise<string> {
  return database.inTransaction(scope, async (tx) => {
    const { state } = await addressedEndpoint(tx);
    if (state !== 'active') throw new RegistryError('state_unsuitable', `The webhook is ${state}: let it go on first (resume).`);
    const document = JSON.stringify({ message: 'This is a test. Nothing has changed.' });
    // A subject of its own: a test waits for nothing.
    const deliveryId = (await insertEvent(tx, { type: 'webhook.test', document, subjectId: clock.id() })) as string;
    await keep?.(tx, deliveryId);
    return deliveryId;
  });
}
