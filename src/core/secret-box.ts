// Secrets at rest: AES-256-GCM under keys that have names. A sealed text names the key that opens it, and opens only in the place
// (table, column, row) it was sealed for: copied to another row, it is worthless.

import { createCipheriv, createDecipheriv } from 'node:crypto';
import { RegistryError } from '../error.ts';

export interface SecretKey {
  readonly id: string;
  /** 32 secret bytes. */
  readonly bytes: Uint8Array;
}

export interface SecretBox {
  /** The key that seals. */
  readonly keyId: string;
  /** Seals `text` for `place`, `table.column.row`. */
  seal(text: string, place: string): string;
  /** Refuses with `setting_invalid` where the key is not given here, with `store_invalid` what was altered or sealed for another place. */
  open(sealed: string, place: string): string;
  /** Whether `sealed` is under the key that seals now. */
  isFresh(sealed: string): boolean;
}

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = 's1';
const GIVEN_KEY = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_-]{43}=?)$/;

/** Keys as a setting gives them, `id:base64,…`: the first seals, all open. Throws `setting_invalid`; keys are never repeated. */
export function secretKeysFrom(text: string): SecretKey[] {
  const keys = text.split(',').map((part) => secretKeyFrom(part.trim()));
  if (new Set(keys.map(({ id }) => id)).size === keys.length) return keys;
  throw new RegistryError('setting_invalid', 'CLIENTELE_SECRET_KEYS names one id twice: give each key an id of its own.');
}

function secretKeyFrom(text: string): SecretKey {
  const [, id = '', encoded = ''] = GIVEN_KEY.exec(text) ?? [];
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.length === KEY_BYTES) return { id, bytes };
  throw new RegistryError(
    'setting_invalid',
    'CLIENTELE_SECRET_KEYS must be "id:base64", several with commas between them: an id of A-Z, a-z, 0-9, "_" and "-", and 32 bytes in base64.',
  );
}

/** A key as the setting gives it. */
export function secretKeyText({ id, bytes }: SecretKey): string {
  return `${id}:${Buffer.from(bytes).toString('base64')}`;
}

/** A box over `keys` (one at least); `random` gives as many fresh random bytes as it is asked for. */
export function secretBoxOf(keys: readonly SecretKey[], random: (bytes: number) => Uint8Array): SecretBox {
  const [first] = keys;
  if (!first) throw new Error('A box has a key.');
  const prefix = `${VERSION}.${first.id}.`;
  return {
    keyId: first.id,
    seal(text, place) {
      const nonce = random(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, first.bytes, nonce).setAAD(boundTo(place));
      const bytes = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return prefix + bytes.toString('base64url');
    },
    open: (sealed, place) => openSealed(keys, sealed, place),
    isFresh: (sealed) => sealed.startsWith(prefix),
  };
}

/** Whether the box opens `sealed` in this place. */
export function canOpen(box: SecretBox, sealed: string, place: string): boolean {
  try {
    box.open(sealed, place);
    return true;
  } catch {
    return false;
  }
}

function openSealed(keys: readonly SecretKey[], sealed: string, place: string): string {
  const [version, keyId = '', encoded = ''] = sealed.split('.');
  if (version !== VERSION) throw altered(place);
  return decrypt(keyOf(keys, keyId), Buffer.from(encoded, 'base64url'), place);
}

function keyOf(keys: readonly SecretKey[], id: string): SecretKey {
  const key = keys.find((one) => one.id === id);
  if (key) return key;
  throw new RegistryError('setting_invalid', `A secret is sealed under the key "${id}", which CLIENTELE_SECRET_KEYS does not give.`);
}

function decrypt({ bytes }: SecretKey, sealed: Buffer, place: string): string {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) throw altered(place);
  const end = sealed.length - TAG_BYTES;
  const decipher = createDecipheriv(ALGORITHM, bytes, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(boundTo(place)).setAuthTag(sealed.subarray(end));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, end)), decipher.final()]).toString('utf8');
  } catch (error) {
    throw altered(place, error);
  }
}

function boundTo(place: string): Buffer {
  return Buffer.from(`clientele ${place}`);
}

function altered(place: string, cause?: unknown): RegistryError {
  const message = `The secret at ${place} was altered, or its key is another than it was: restore it from a backup, or set it anew.`;
  return new RegistryError('store_invalid', message, { cause });
}
