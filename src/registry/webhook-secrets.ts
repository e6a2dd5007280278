// The secrets that sign an account's webhooks: read by who verifies, and changed with a time in which the old one signs, too.

import { randomBytes } from 'node:crypto';
import { ENDPOINT_ID } from '../storage/outbox.ts';
import { endpointOf } from './read-webhook.ts';
import { insertFirstSecret, lockEndpoint, updateSecrets } from '../storage/webhooks.ts';
import { placeOfSecrets, SECRET_BYTES, webhookSecretFrom } from '../core/webhook-secret.ts';
import type { AccountScope } from '../core/account.ts';
import type { AccountTx } from '../storage/database.ts';
import type { Keeping } from './claim-key.ts';
import type { SecretBox } from '../core/secret-box.ts';
import type { WebhookDeps } from './read-webhook.ts';

export interface WebhookSecret {
  readonly secret: string;
  /** Until when it signs; null: it is the newest. */
  readonly expiresAt: string | null;
}

/** The secrets that sign now, newest first; the first one is made here where there was none. */
export async function readWebhookSecrets({ database, clock, secrets: box }: WebhookDeps, scope: AccountScope): Promise<WebhookSecret[]> {
  const place = placeOfSecrets(scope.accountId, ENDPOINT_ID);
  return database.inTransaction(scope, async (tx) => {
    await insertFirstSecret(tx, ENDPOINT_ID, box.seal(webhookSecretFrom(randomBytes(SECRET_BYTES)), place));
    return liveSecrets(tx, box, clock.now());
  });
}

async function liveSecrets(tx: AccountTx, box: SecretBox, now: string): Promise<WebhookSecret[]> {
  const place = placeOfSecrets(tx.accountId, ENDPOINT_ID);
  const { secrets } = await endpointOf(tx);
  const live = secrets.filter(({ expiresAt }) => expiresAt === null || expiresAt > now);
  return live.map(({ sealed, expiresAt }) => ({ secret: box.open(sealed, place), expiresAt }));
}

/** A new secret; the present ones sign beside it for `overlapSeconds` more. */
export async function rotateWebhookSecret(
  { database, clock, secrets: box, keep }: WebhookDeps & Keeping<WebhookSecret[]>,
  scope: AccountScope,
  overlapSeconds: number,
): Promise<WebhookSecret[]> {
  const now = clock.now();
  const until = new Date(Date.parse(now) + overlapSeconds * 1000).toISOString();
  const sealed = box.seal(webhookSecretFrom(randomBytes(SECRET_BYTES)), placeOfSecrets(scope.accountId, ENDPOINT_ID));
  return database.inTransaction(scope, async (tx) => {
    await lockEndpoint(tx, ENDPOINT_ID);
    const { secrets } = await endpointOf(tx);
    const older = secrets.map((one) => ({ ...one, expiresAt: one.expiresAt !== null && one.expiresAt < until ? one.expiresAt : until }));
    const live = older.filter(({ expiresAt }) => expiresAt > now);
    await updateSecrets(tx, ENDPOINT_ID, [{ sealed, expiresAt: null }, ...live].slice(0, SECRETS_MAX));
    const made = await liveSecrets(tx, box, now);
    await keep?.(tx, made);
    return made;
  });
}

/** Each makes the header longer. */
const SECRETS_MAX = 5;
