// Usernames of purged accounts and removed logins: nobody can have them again, and nobody can read them. Kept as HMACs under a key of the
// registry's own.

import { createHmac } from 'node:crypto';
import { hasRetiredUsername, insertRetiredUsername } from '../../storage/retired-usernames.ts';
import { makePlatformKey, openPlatformKey } from '../platform-key.ts';
import type { SecretBox } from '../../core/secret-box.ts';
import type { Tx } from '../../storage/database.ts';

/** Whether a purged account or removed login had this username, in any letter case. */
export async function isRetired(tx: Tx, secrets: SecretBox, username: string): Promise<boolean> {
  const key = await openPlatformKey(tx, secrets, 'username-hash');
  return key !== null && hasRetiredUsername(tx, hashOf(key, username));
}

/** Retires usernames for ever. The caller holds `lockPlatform`. */
export async function retireUsernames(tx: Tx, secrets: SecretBox, usernames: readonly string[]): Promise<void> {
  const key = await makePlatformKey(tx, secrets, 'username-hash');
  for (const username of usernames) await insertRetiredUsername(tx, hashOf(key, username));
}

function hashOf(key: Buffer, username: string): Buffer {
  return createHmac('sha256', key).update(username.toLowerCase()).digest();
}
