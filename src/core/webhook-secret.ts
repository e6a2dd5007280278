// Signing secrets in the form of Standard Webhooks: `whsec_` and 32 bytes in base64.

const PREFIX = 'whsec_';

/** How many random bytes make a secret. */
export const SECRET_BYTES = 32;

/** The secret that random bytes make. */
export function webhookSecretFrom(bytes: Uint8Array): string {
  return PREFIX + Buffer.from(bytes).toString('base64');
}

/** The key of a secret. */
export function secretBytes(secret: string): Uint8Array {
  return Buffer.from(secret.slice(PREFIX.length), 'base64');
}

/** Where an endpoint's signing secrets are kept. */
export function placeOfSecrets(accountId: string, endpointId: number): string {
  return `webhook_endpoint.secrets.${accountId}.${endpointId}`;
}
