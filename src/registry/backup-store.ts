// A whole store into one gzip file, and back into an empty store of either kind: for safety, and for moving from the embedded
// store to PostgreSQL. The file holds everything, credentials' hashes included: it is for the operator alone.

import { constants, createGunzip, createGzip } from 'node:zlib';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { copyIn, copyOut } from '../storage/backup.ts';
import { findOperatorId } from '../storage/operator.ts';
import { RegistryError } from '../error.ts';
import type { AccountScope } from '../core/account.ts';
import type { BackupHeader } from '../storage/backup/tables.ts';
import type { Database } from '../storage/database.ts';
import type { Progress } from '../storage/backup.ts';

type Store = { readonly database: Database };

/** Writes the store as it is at one moment to `target`, and ends it; `tell` hears of each table before its rows. */
export function backupStore({ database }: Store, target: NodeJS.WritableStream, tell?: Progress): Promise<BackupHeader> {
  const gzip = createGzip({ level: constants.Z_BEST_SPEED });
  return copyOut(database, (lines) => pipeline(Readable.from(lines), gzip, target), tell);
}

/**
 * The same beside a server's other work. The embedded store has one session and would be held for as long as it is read (100,000
 * rows a second at best), so its files are copied aside and the copy is read.
 */
export async function backupWhileServing({ database }: Store, target: NodeJS.WritableStream): Promise<BackupHeader> {
  if (!database.openCopy) return backupStore({ database }, target);
  const copy = await database.openCopy();
  try {
    return await backupStore({ database: copy }, target);
  } finally {
    await copy.close();
  }
}

/** Fills an empty store, all or nothing. Refuses with `store_invalid` as `copyIn` says. */
export function restoreStore({ database }: Store, file: AsyncIterable<Uint8Array>, tell?: Progress): Promise<BackupHeader> {
  return copyIn(database, unpacked(file), tell);
}

async function* unpacked(file: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  // A fault of either side reaches the reader through `gunzip`; nobody waits for the feeding itself.
  pipeline(Readable.from(file), gunzip).catch(() => undefined);
  yield* gunzip;
}

/** Refuses with `permission_denied` everybody but the operator's account. */
export async function expectOperator({ database }: Store, { accountId }: AccountScope): Promise<void> {
  if ((await database.onPlatform(findOperatorId)) === accountId) return;
  throw new RegistryError('permission_denied', 'Only the operator may do this: use the access key of the first account.');
}
