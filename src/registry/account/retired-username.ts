// Usernames of purged accounts: nobody can have them again, and nobody can read them. Kept as HMACs under a key of the store's own,
// which is itself a sealed secret.

import { canOpen } from '../../core/secret-box.ts';
import { createHmac, randomBytes } from 'node:crypto';
import {
  findPlatformSecret,
  hasRetiredUsername,
  insertPlatformSecret,
  insertRetiredUsername,
  updatePlatformSecret,
} from '../../storage/retired-usernames.ts';
import type { SecretBox } from '../../core/secret-box.ts';
import type { Tx } from '../../storage/database.ts';

/** The secret's name, and the place it is bound to. */
const KEY_NAME = 'username-hash';
const PLACE = `platform_secret.sealed.${KEY_NAME}`;
const KEY_BYTES = 32;

/** Whether a purged account had this username, in any letter case. */
export async function isRetired(tx: Tx, secrets: SecretBox, username: string): Promise<boolean> {
  const sealed = await findPlatformSecret(tx, KEY_NAME);
  return sealed !== null && hasRetiredUsername(tx, hashOf(secrets.open(sealed, PLACE), username));
}

/** Retires usernames for ever. The caller holds `lockPlatform`. */
export async function retireUsernames(tx: Tx, secrets: SecretBox, usernames: readonly string[]): Promise<void> {
  const sealed = await findPlatformSecret(tx, KEY_NAME);
  const key = sealed === null ? randomBytes(KEY_BYTES).toString('base64') : secrets.open(sealed, PLACE);
  if (sealed === null) await insertPlatformSecret(tx, KEY_NAME, secrets.seal(key, PLACE));
  for (const username of usernames) await insertRetiredUsername(tx, hashOf(key, username));
}

/** Seals the key of the hashes anew where another key sealed it. The caller holds `lockPlatform`. */
export async function resealUsernameKey(tx: Tx, secrets: SecretBox): Promise<void> {
  const sealed = await findPlatformSecret(tx, KEY_NAME);
  if (sealed === null || secrets.isFresh(sealed)) return;
  await updatePlatformSecret(tx, KEY_NAME, secrets.seal(secrets.open(sealed, PLACE), PLACE));
}

/** Makes the key of the hashes anew where no key here opens it: usernames retired under it are free again. */
export async function renewUsernameKey(tx: Tx, secrets: SecretBox): Promise<void> {
  const sealed = await findPlatformSecret(tx, KEY_NAME);
  if (sealed === null || canOpen(secrets, sealed, PLACE)) return;
  await updatePlatformSecret(tx, KEY_NAME, secrets.seal(randomBytes(KEY_BYTES).toString('base64'), PLACE));
}

function hashOf(key: string, username: string): Buffer {
  return createHmac('sha256', Buffer.from(key, 'base64')).update(username.toLowerCase()).digest();
}
