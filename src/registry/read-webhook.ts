// The account's webhook as it stands: where and what is told, and how well that goes.

import { ENDPOINT_ID } from '../storage/outbox.ts';
import { findEndpoint } from '../storage/webhooks.ts';
import { findOldestOpen } from '../storage/deliveries.ts';
import { RegistryError } from '../error.ts';
import type { AccountScope } from '../core/account.ts';
import type { AllowedRange } from '../core/address-guard.ts';
import type { AccountTx } from '../storage/database.ts';
import type { Deps } from './save-records.ts';
import type { Endpoint } from '../storage/webhooks.ts';
import type { SecretBox } from '../core/secret-box.ts';

/** What operations on webhooks need. */
export interface WebhookDeps extends Deps {
  readonly secrets: SecretBox;
  /** Ranges that may be reached although they are not public. */
  readonly allowed: readonly AllowedRange[];
}

export interface Webhook extends Pick<Endpoint, 'method' | 'payload' | 'format' | 'types'> {
  readonly url: string | null;
  readonly coalesce: boolean;
  /** `off`: there is no address. */
  readonly state: Endpoint['state'] | 'off';
  readonly stateReason: string | null;
  readonly stateAt: string | null;
  /** Since when no delivery succeeded; null while they do. */
  readonly failingSince: string | null;
  /** When the oldest event happened that was not told yet; null: all were. */
  readonly oldestUndeliveredAt: string | null;
}

export async function readWebhook({ database }: Deps, scope: AccountScope): Promise<Webhook> {
  return database.forAccount(scope, async (tx) => webhookFrom(await endpointOf(tx), await findOldestOpen(tx, ENDPOINT_ID)));
}

/** The endpoint within a transaction. Throws `not_found` where the account is gone. */
export async function endpointOf(tx: AccountTx): Promise<Endpoint> {
  const endpoint = await findEndpoint(tx, ENDPOINT_ID);
  if (endpoint) return endpoint;
  throw new RegistryError('not_found', 'There is no such account.');
}

/** The same where it has an address. Throws `state_unsuitable` where it has none: nothing can be sent. */
export async function addressedEndpoint(tx: AccountTx): Promise<Endpoint> {
  const endpoint = await endpointOf(tx);
  if (endpoint.uri !== null) return endpoint;
  throw new RegistryError('state_unsuitable', 'The account has no webhook address: set "url" first.');
}

export function webhookFrom(endpoint: Endpoint, oldestUndeliveredAt: string | null): Webhook {
  const { method, uri, payload, format, types, isCoalescing, stateReason, stateAt, failingSince } = endpoint;
  const state = uri === null ? 'off' : endpoint.state;
  return {
    url: uri,
    method,
    payload,
    format,
    types,
    coalesce: isCoalescing,
    state,
    stateReason,
    stateAt,
    failingSince,
    oldestUndeliveredAt,
  };
}
