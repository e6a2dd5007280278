// The names of the keys under which the store's secrets are sealed, each with a proof that a node's key of that name is the same one.

import type { Tx } from './database.ts';

export interface SecretKeyProof {
  readonly keyId: string;
  /** A text that is known, sealed under the key. */
  readonly proof: string;
}

/** Makes other starting servers and rotations wait until the transaction ends. */
export async function lockSecretKeys(tx: Tx): Promise<void> {
  await tx.query({ sql: 'select pg_advisory_xact_lock(4211877003)' });
}

export async function listSecretKeys(tx: Tx): Promise<SecretKeyProof[]> {
  const { rows } = await tx.query<Record<'key_id' | 'proof', string>>({ sql: 'select key_id, proof from secret_key order by key_id' });
  return rows.map(({ key_id: keyId, proof }) => ({ keyId, proof }));
}

export async function insertSecretKey(tx: Tx, { keyId, proof }: SecretKeyProof): Promise<void> {
  await tx.query({ sql: 'insert into secret_key (key_id, proof) values ($1, $2)', params: [keyId, proof] });
}

/** Forgets every key but this one: nothing is sealed under the others any more. */
export async function deleteOtherSecretKeys(tx: Tx, keyId: string): Promise<void> {
  await tx.query({ sql: 'delete from secret_key where key_id <> $1', params: [keyId] });
}
