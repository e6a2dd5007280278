// The endpoint as a lane sends to it, read anew with every page of deliveries, so that a change of it holds at once.

import { randomBytes } from 'node:crypto';
import { findEndpoint, insertFirstSecret } from '../storage/webhooks.ts';
import { placeOfSecrets, SECRET_BYTES, webhookSecretFrom } from '../core/webhook-secret.ts';
import { signingKey } from './sign.ts';
import type { AccountTx } from '../storage/database.ts';
import type { Database } from '../storage/database.ts';
import type { Endpoint, KeptSecret } from '../storage/webhooks.ts';
import type { AccountScope } from '../core/account.ts';
import type { KeyObject } from 'node:crypto';
import type { SecretBox } from '../core/secret-box.ts';

export interface Target extends Endpoint {
  /** Where requests go, in the parts of an HTTP request; null where there is no address. */
  readonly place: { readonly origin: string; readonly path: string } | null;
  /** Those that sign now, newest first. */
  readonly keys: readonly KeyObject[];
}

/** Gives the key of a sealed secret. */
export type KeyRing = (sealed: string) => KeyObject;

/** Opens each secret once, however often the endpoint is read. */
export function openKeyRing(box: SecretBox, place: string): KeyRing {
  const keys = new Map<string, KeyObject>();
  return (sealed) => {
    const key = keys.get(sealed) ?? signingKey(box.open(sealed, place));
    keys.set(sealed, key);
    return key;
  };
}

/** The endpoint with its secrets opened; null where the account is gone. */
export async function readTarget(tx: AccountTx, endpointId: number, keyOf: KeyRing, now: string): Promise<Target | null> {
  const endpoint = await findEndpoint(tx, endpointId);
  if (!endpoint) return null;
  const keys = liveSecrets(endpoint.secrets, now).map(({ sealed }) => keyOf(sealed));
  return { ...endpoint, place: placeOf(endpoint.uri), keys };
}

function placeOf(uri: string | null): Target['place'] {
  if (uri === null) return null;
  const { origin, pathname, search } = new URL(uri);
  return { origin, path: pathname + search };
}

function liveSecrets(secrets: readonly KeptSecret[], now: string): KeptSecret[] {
  return secrets.filter(({ expiresAt }) => expiresAt === null || expiresAt > now);
}

/** Gives an endpoint that has none its first secret: the VoIPBin fields alone make an endpoint, too, and nothing goes unsigned. */
export async function ensureSecret(database: Database, scope: AccountScope, endpointId: number, box: SecretBox): Promise<void> {
  const sealed = box.seal(webhookSecretFrom(randomBytes(SECRET_BYTES)), placeOfSecrets(scope.accountId, endpointId));
  await database.inTransaction(scope, (tx) => insertFirstSecret(tx, endpointId, sealed));
}
