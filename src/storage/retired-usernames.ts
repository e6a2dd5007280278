// Keyed hashes of usernames that are never free again.

import type { Tx } from './database.ts';

export async function hasRetiredUsername(tx: Tx, hash: Uint8Array): Promise<boolean> {
  const { rowCount } = await tx.query({ sql: 'select from retired_username where hash = $1', params: [hash] });
  return rowCount > 0;
}

export async function insertRetiredUsername(tx: Tx, hash: Uint8Array): Promise<void> {
  await tx.query({ sql: 'insert into retired_username (hash) values ($1) on conflict do nothing', params: [hash] });
}
