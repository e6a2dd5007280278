// The box that seals and opens the store's secrets, once it is certain that this process has every key they may be sealed under:
// found out at the start, and not when a secret is asked for.

import { randomBytes } from 'node:crypto';
import { insertSecretKey, listSecretKeys, lockSecretKeys } from '../storage/secret-keys.ts';
import { RegistryError } from '../error.ts';
import { secretBoxOf } from '../core/secret-box.ts';
import type { Database } from '../storage/database.ts';
import type { SecretBox, SecretKey } from '../core/secret-box.ts';
import type { SecretKeyProof } from '../storage/secret-keys.ts';

const PROVEN = 'clientele';

/** Opens the box. Refuses with `setting_invalid` where a key of the store is missing here or is another one than it was. */
export async function openSecrets({ database }: { readonly database: Database }, keys: readonly SecretKey[]): Promise<SecretBox> {
  const box = secretBoxOf(keys, randomBytes);
  await database.onPlatform(async (tx) => {
    await lockSecretKeys(tx);
    const known = await listSecretKeys(tx);
    for (const key of known) checkKey(box, key, keys);
    if (known.some(({ keyId }) => keyId === box.keyId)) return;
    await insertSecretKey(tx, { keyId: box.keyId, proof: box.seal(PROVEN, placeOf(box.keyId)) });
  });
  return box;
}

function placeOf(keyId: string): string {
  return `secret_key.proof.${keyId}`;
}

function checkKey(box: SecretBox, { keyId, proof }: SecretKeyProof, keys: readonly SecretKey[]): void {
  const what = `The store's secrets are sealed under the key "${keyId}"`;
  const next =
    'give the key in CLIENTELE_SECRET_KEYS, or put the file "secret-keys" of the node that made it into the data directory (where it is lost: "clientele keys rotate-secrets --discard-unreadable")';
  if (!keys.some(({ id }) => id === keyId)) throw new RegistryError('setting_invalid', `${what}, which is not given here: ${next}.`);
  try {
    box.open(proof, placeOf(keyId));
  } catch (error) {
    throw new RegistryError('setting_invalid', `${what}, and the key of this name here is another one: ${next}.`, { cause: error });
  }
}
