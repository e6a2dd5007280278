// Keys of the registry's own, sealed, by their names.

import type { Tx } from './database.ts';

export interface SealedKey {
  readonly name: string;
  readonly sealed: string;
}

/** A key, sealed; null where there is none of this name. */
export async function findPlatformKey(tx: Tx, name: string): Promise<string | null> {
  const { rows } = await tx.query<{ sealed: string }>({ sql: 'select sealed from platform_secret where name = $1', params: [name] });
  return rows[0]?.sealed ?? null;
}

export async function listPlatformKeys(tx: Tx): Promise<SealedKey[]> {
  const { rows } = await tx.query<Record<'name' | 'sealed', string>>({ sql: 'select name, sealed from platform_secret order by name' });
  return rows.map(({ name, sealed }) => ({ name, sealed }));
}

export async function insertPlatformKey(tx: Tx, { name, sealed }: SealedKey): Promise<void> {
  await tx.query({ sql: 'insert into platform_secret (name, sealed) values ($1, $2)', params: [name, sealed] });
}

export async function updatePlatformKey(tx: Tx, { name, sealed }: SealedKey): Promise<void> {
  await tx.query({ sql: 'update platform_secret set sealed = $2 where name = $1', params: [name, sealed] });
}

/** Takes out the signing key as it was kept before it was sealed; null where there is none. */
export async function deletePlainSigningKey(tx: Tx): Promise<Buffer | null> {
  const { rows } = await tx.query<{ secret: string }>({
    sql: `with taken as (delete from signing_key returning secret, created_at) select encode(secret, 'hex') as secret from taken order by created_at limit 1`,
  });
  return rows[0] ? Buffer.from(rows[0].secret, 'hex') : null;
}
