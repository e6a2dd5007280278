// `clientele backup FILE`: the whole store into one file. A running server that holds the embedded store is asked to write it.

import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { PassThrough } from 'node:stream';
import { askServer, withServerFlags } from './server.ts';
import { backupStore } from '../registry/backup-store.ts';
import { openToWrite } from './files.ts';
import { RegistryError } from '../error.ts';
import { withExistingStore, withStoreFlags } from './store.ts';
import type { Command } from 'commander';
import type { Flags } from '../config.ts';
import type { ServerFlags } from './server.ts';

type BackupFlags = Flags & ServerFlags;

export function backupCommand(program: Command): void {
  withServerFlags(withStoreFlags(program.command('backup')))
    .description('write everything the store holds at this moment into one file')
    .argument('<file>', 'where to; "-" is stdout')
    .addHelpText(
      'after',
      `
Servers go on meanwhile. PostgreSQL is read directly, and so is an embedded store that no server holds; else the server on this
machine is asked, which needs the operator's access key.
The file restores into either kind of store. It holds personal data and credentials' hashes: keep it as safe as the store.`,
    )
    .action(backup);
}

async function backup(file: string, flags: BackupFlags): Promise<void> {
  if (file === '-') return writeBackup(flags, process.stdout);
  if (existsSync(file)) throw new RegistryError('request_invalid', `${file} exists already: choose another name.`);
  const partial = `${file}.partial`;
  try {
    await writeBackup(flags, await openToWrite(partial));
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

async function writeBackup(flags: BackupFlags, target: NodeJS.WritableStream): Promise<void> {
  try {
    await withExistingStore(flags, (database) => backupStore({ database }, target, sayTable));
  } catch (error) {
    if (!(error instanceof RegistryError) || error.code !== 'store_locked') throw error;
    process.stderr.write('The store is in use: asking the server for the backup.\n');
    const answer = await askServer(flags, { method: 'POST', path: '/v1/backup' });
    await pipeline(answer.body ?? new PassThrough().end(), target);
  }
}

export function sayTable({ name, rows }: { name: string; rows: number }): void {
  process.stderr.write(`${name}: ${rows} rows\n`);
}
