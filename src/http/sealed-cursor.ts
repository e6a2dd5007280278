// Cursors that say nothing and hold only where they were given: sealed under the account's own key, bound to the query whose pages
// they turn. Nothing that a position is made of (a birth date, for one) can be read in an address.

import { createCipheriv, createDecipheriv, createHmac, createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { RegistryError } from '../error.ts';
import type { AccountScope } from '../core/account.ts';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** What a cursor of this form begins with: one of an older form is refused, never misread. */
const FORM = 1;

/** `text`, which only `openCursor` with the same account and query gives back. */
export function sealCursor(scope: AccountScope, query: string, text: string): string {
  const key = keyOf(scope);
  // A nonce of what is sealed: equal only where all is equal, so that no randomness is needed.
  const nonce = createHmac('sha256', key).update(`${scope.accountId}\n${query}\n${text}`).digest().subarray(0, NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(boundTo(scope, query));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.of(FORM), nonce, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** What was sealed. Throws `cursor_invalid` for one that is forged, cut, or of another account or query. */
export function openCursor(scope: AccountScope, query: string, cursor: string): string {
  const bytes = Buffer.from(cursor, 'base64url');
  const nonce = bytes.subarray(1, 1 + NONCE_BYTES);
  const tag = bytes.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES);
  if (bytes[0] !== FORM || tag.length < TAG_BYTES || bytes.toString('base64url') !== cursor) throw invalid();
  try {
    const decipher = createDecipheriv(CIPHER, keyOf(scope), nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(boundTo(scope, query)).setAuthTag(tag);
    return Buffer.concat([decipher.update(bytes.subarray(1 + NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    throw invalid();
  }
}

/** Accounts have keys of their own; their ids are bound in as well, so that the wall does not rest on that alone. */
function boundTo({ accountId }: AccountScope, query: string): Buffer {
  return Buffer.from(`${accountId}\n${query}`);
}

const KEYS = new WeakMap<Uint8Array, KeyObject>();

/** Derived once for each scope in memory: making a key of bytes costs more than sealing with it. */
function keyOf({ idKey }: AccountScope): KeyObject {
  const known = KEYS.get(idKey);
  if (known) return known;
  const key = createSecretKey(createHmac('sha256', idKey).update('cursor').digest());
  KEYS.set(idKey, key);
  return key;
}

function invalid(): RegistryError {
  return new RegistryError(
    'cursor_invalid',
    'The cursor is not one of this list and query: give it with the parameters of the page before, or start again without it.',
  );
}
