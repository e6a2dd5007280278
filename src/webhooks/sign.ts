// Standard Webhooks signatures (https://www.standardwebhooks.com): HMAC-SHA-256 over id, time and body, one for each live secret.

import { createHmac } from 'node:crypto';
import { secretBytes } from '../core/webhook-secret.ts';

export interface Signed {
  readonly id: string;
  /** The moment of the attempt, in whole seconds. */
  readonly timestamp: number;
  readonly body: string;
}

/** The three headers that a receiver verifies. */
export function signatureHeaders({ id, timestamp, body }: Signed, secrets: readonly string[]): Record<string, string> {
  const content = `${id}.${timestamp}.${body}`;
  const signatures = secrets.map((secret) => `v1,${createHmac('sha256', secretBytes(secret)).update(content).digest('base64')}`);
  return { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': signatures.join(' ') };
}
