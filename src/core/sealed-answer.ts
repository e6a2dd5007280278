// Answers kept under an idempotency key, sealed with it: whoever reads the store without the sender's key reads nothing, although
// an answer may hold a secret that is shown once. AES-256-GCM under keys derived by HKDF-SHA-256.

import { createCipheriv, createDecipheriv, hash, hkdfSync } from 'node:crypto';

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Who may open an answer: the sender's key, and a salt that no other answer has. */
export interface Seal {
  readonly accountId: string;
  readonly key: string;
  readonly salt: string;
}

/** An answer as it was given. */
export interface KeptAnswer {
  readonly status: number;
  readonly contentType: string | null;
  readonly body: string;
}

/** What finds a key: it is kept in place of the key. */
export function keyHashOf(accountId: string, key: string): Buffer {
  return hash('sha256', `${accountId} ${key}`, 'buffer');
}

export function sealAnswer(seal: Seal, answer: KeptAnswer): Buffer {
  const { secret, iv } = secretOf(seal);
  const cipher = createCipheriv('aes-256-gcm', secret, iv);
  return Buffer.concat([cipher.update(JSON.stringify(answer), 'utf8'), cipher.final(), cipher.getAuthTag()]);
}

/** Throws where the answer was sealed with another key, or was altered. */
export function openAnswer(seal: Seal, sealed: Buffer): KeptAnswer {
  const { secret, iv } = secretOf(seal);
  const decipher = createDecipheriv('aes-256-gcm', secret, iv);
  const end = sealed.length - TAG_BYTES;
  decipher.setAuthTag(sealed.subarray(end));
  return JSON.parse(Buffer.concat([decipher.update(sealed.subarray(0, end)), decipher.final()]).toString('utf8')) as KeptAnswer;
}

/** The salt makes both new for each answer, so that no pair of them is ever used twice. */
function secretOf({ accountId, key, salt }: Seal): { secret: Buffer; iv: Buffer } {
  const bytes = Buffer.from(hkdfSync('sha256', key, salt, `clientele idempotency ${accountId}`, KEY_BYTES + IV_BYTES));
  return { secret: bytes.subarray(0, KEY_BYTES), iv: bytes.subarray(KEY_BYTES) };
}
