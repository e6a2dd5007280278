// Keys of the registry's own: random, made when they are first needed, the same for all nodes, and sealed like every other secret.

import { canOpen } from '../core/secret-box.ts';
import { findPlatformKey, insertPlatformKey, listPlatformKeys, updatePlatformKey } from '../storage/platform-keys.ts';
import { randomBytes } from 'node:crypto';
import type { SecretBox } from '../core/secret-box.ts';
import type { Tx } from '../storage/database.ts';

/** What each is for. */
export type PlatformKeyName = 'username-hash' | 'token-signing';

const KEY_BYTES = 32;

/** The key of this name; null where none was needed so far. */
export async function openPlatformKey(tx: Tx, secrets: SecretBox, name: PlatformKeyName): Promise<Buffer | null> {
  const sealed = await findPlatformKey(tx, name);
  return sealed === null ? null : Buffer.from(secrets.open(sealed, placeOf(name)), 'base64');
}

/** The key of this name, which is `made` where there is none. The caller holds `lockPlatform`. */
export async function makePlatformKey(
  tx: Tx,
  secrets: SecretBox,
  name: PlatformKeyName,
  made: Buffer = randomBytes(KEY_BYTES),
): Promise<Buffer> {
  const held = await openPlatformKey(tx, secrets, name);
  if (held) return held;
  await insertPlatformKey(tx, { name, sealed: seal(secrets, name, made) });
  return made;
}

/** Seals anew what another key sealed; gives how many those were. The caller holds `lockPlatform`. */
export async function resealPlatformKeys(tx: Tx, secrets: SecretBox): Promise<number> {
  const stale = (await listPlatformKeys(tx)).filter(({ sealed }) => !secrets.isFresh(sealed));
  for (const { name, sealed } of stale) {
    await updatePlatformKey(tx, { name, sealed: secrets.seal(secrets.open(sealed, placeOf(name)), placeOf(name)) });
  }
  return stale.length;
}

/**
 * Makes anew those that no key here opens: usernames retired under the lost one are free again, tokens that it signed open nothing.
 * The caller holds `lockPlatform`.
 */
export async function renewPlatformKeys(tx: Tx, secrets: SecretBox): Promise<void> {
  for (const { name, sealed } of await listPlatformKeys(tx)) {
    if (!canOpen(secrets, sealed, placeOf(name)))
      await updatePlatformKey(tx, { name, sealed: seal(secrets, name, randomBytes(KEY_BYTES)) });
  }
}

function seal(secrets: SecretBox, name: string, key: Buffer): string {
  return secrets.seal(key.toString('base64'), placeOf(name));
}

/** What a sealed key is bound to. */
function placeOf(name: string): string {
  return `platform_secret.sealed.${name}`;
}
