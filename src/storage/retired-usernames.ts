// Keyed hashes of usernames that are never free again, and the registry's own secrets, sealed.

import type { Tx } from './database.ts';

export async function hasRetiredUsername(tx: Tx, hash: Uint8Array): Promise<boolean> {
  const { rowCount } = await tx.query({ sql: 'select from retired_username where hash = $1', params: [hash] });
  return rowCount > 0;
}

export async function insertRetiredUsername(tx: Tx, hash: Uint8Array): Promise<void> {
  await tx.query({ sql: 'insert into retired_username (hash) values ($1) on conflict do nothing', params: [hash] });
}

/** A secret of the registry's own, sealed; null where there is none of this name. */
export async function findPlatformSecret(tx: Tx, name: string): Promise<string | null> {
  const { rows } = await tx.query<{ sealed: string }>({ sql: 'select sealed from platform_secret where name = $1', params: [name] });
  return rows[0]?.sealed ?? null;
}

export async function insertPlatformSecret(tx: Tx, name: string, sealed: string): Promise<void> {
  await tx.query({ sql: 'insert into platform_secret (name, sealed) values ($1, $2)', params: [name, sealed] });
}

export async function updatePlatformSecret(tx: Tx, name: string, sealed: string): Promise<void> {
  await tx.query({ sql: 'update platform_secret set sealed = $2 where name = $1', params: [name, sealed] });
}
