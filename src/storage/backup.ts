// A store as text, and back: every row of every table as PostgreSQL prints it, so that both databases read what the other wrote.
// One header line, one line a row in the order of the header's tables, one trailer with the digest of all lines before it.

import { createHash } from 'node:crypto';
import { BackupReader } from './backup/reader.ts';
import { RegistryError } from '../error.ts';
import { hasAccounts, lockPlatform } from './accounts.ts';
import { insertRows } from './backup/insert-rows.ts';
import { listMigrations, listTables } from './backup/tables.ts';
import { pagesOf } from './verify/cursor.ts';
import type { BackupHeader, BackupTable } from './backup/tables.ts';
import type { Database, Tx } from './database.ts';

/** Told before each table. */
export type Progress = (table: BackupTable) => void;

/**
 * Hands the whole store to `write` as chunks of lines, from one snapshot. On PostgreSQL others write on meanwhile; the embedded
 * store has one session, so that others wait until `write` has read all.
 */
export async function copyOut(
  database: Database,
  write: (lines: AsyncIterable<string>) => Promise<void>,
  tell?: Progress,
): Promise<BackupHeader> {
  return database.onPlatform(async (tx) => {
    await tx.query({ sql: 'set transaction isolation level repeatable read, read only' });
    await actAsOwner(tx);
    const header: BackupHeader = { clientele: 'backup', form: 1, migrations: await listMigrations(tx), tables: await listTables(tx) };
    await write(sealed(linesOf(tx, header, tell)));
    return header;
  });
}

/**
 * Fills an empty store with what `copyOut` wrote, all or nothing. Refuses with `store_invalid` a store that has accounts, a file
 * that is no backup, was cut or altered, and one of another schema than this store's.
 */
export async function copyIn(database: Database, chunks: AsyncIterable<Uint8Array>, tell?: Progress): Promise<BackupHeader> {
  return database.onPlatform(async (tx) => {
    await lockPlatform(tx);
    await actAsOwner(tx);
    if (await hasAccounts(tx)) throw new RegistryError('store_invalid', 'This store has accounts already: restore into an empty store.');
    const reader = new BackupReader(chunks);
    const header = await reader.header();
    checkMigrations(header.migrations, await listMigrations(tx));
    const known = await listTables(tx);
    for (const table of header.tables) {
      tell?.(table);
      await insertRows(tx, { table, known, pages: reader.pages(table.rows) });
    }
    await reader.trailer();
    await tx.query({ sql: 'analyze' });
    return header;
  });
}

/** Row-level security would give a part for the whole; as the owner it does not apply, and where it did, this fails instead. */
async function actAsOwner(tx: Tx): Promise<void> {
  await tx.query({ sql: 'set local role none' });
  await tx.query({ sql: 'set local row_security = off' });
}

async function* linesOf(tx: Tx, header: BackupHeader, tell: Progress | undefined): AsyncGenerator<string> {
  yield `${JSON.stringify(header)}\n`;
  for (const table of header.tables) {
    tell?.(table);
    const columns = table.columns.map((column) => `${column}::text`).join(', ');
    const sql = `select json_build_array(${columns})::text as line from ${table.name}`;
    for await (const rows of pagesOf<{ line: string }>(tx, { name: 'backup', sql })) yield rows.map(({ line }) => `${line}\n`).join('');
  }
}

async function* sealed(lines: AsyncIterable<string>): AsyncGenerator<string> {
  const digest = createHash('sha256');
  for await (const chunk of lines) {
    digest.update(chunk);
    yield chunk;
  }
  yield `${JSON.stringify({ sha256: digest.digest('hex') })}\n`;
}

function checkMigrations(theirs: readonly string[], ours: readonly string[]): void {
  const unknown = theirs.find((name) => !ours.includes(name));
  if (unknown !== undefined) {
    throw new RegistryError(
      'store_invalid',
      `The backup was taken by a newer Clientele (it has "${unknown}"): restore it with that version.`,
    );
  }
  const missing = ours.find((name) => !theirs.includes(name));
  if (missing === undefined) return;
  const next = 'restore it with the version that took it, then start this one on that store';
  throw new RegistryError('store_invalid', `The backup was taken by an older Clientele (it lacks "${missing}"): ${next}.`);
}
