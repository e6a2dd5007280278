// The endpoint as a lane sends to it, read anew with every page of deliveries, so that a change of it holds at once.

import { randomBytes } from 'node:crypto';
import { findEndpoint, insertFirstSecret } from '../storage/webhooks.ts';
import { placeOfSecrets, SECRET_BYTES, webhookSecretFrom } from '../core/webhook-secret.ts';
import type { AccountTx } from '../storage/database.ts';
import type { Database } from '../storage/database.ts';
import type { Endpoint, KeptSecret } from '../storage/webhooks.ts';
import type { AccountScope } from '../core/account.ts';
import type { SecretBox } from '../core/secret-box.ts';

export interface Target extends Endpoint {
  /** Those that sign now, newest first. */
  readonly openSecrets: readonly string[];
}

/** The endpoint with its secrets opened; null where the account is gone. */
export async function readTarget(tx: AccountTx, endpointId: number, box: SecretBox, now: string): Promise<Target | null> {
  const endpoint = await findEndpoint(tx, endpointId);
  return (
    endpoint && {
      ...endpoint,
      openSecrets: liveSecrets(endpoint.secrets, now).map((one) => box.open(one.sealed, placeOfSecrets(tx.accountId, endpointId))),
    }
  );
}

function liveSecrets(secrets: readonly KeptSecret[], now: string): KeptSecret[] {
  return secrets.filter(({ expiresAt }) => expiresAt === null || expiresAt > now);
}

/** Gives an endpoint that has none its first secret: the VoIPBin fields alone make an endpoint, too, and nothing goes unsigned. */
export async function ensureSecret(database: Database, scope: AccountScope, endpointId: number, box: SecretBox): Promise<void> {
  const sealed = box.seal(webhookSecretFrom(randomBytes(SECRET_BYTES)), placeOfSecrets(scope.accountId, endpointId));
  await database.inTransaction(scope, (tx) => insertFirstSecret(tx, endpointId, sealed));
}
