// `clientele restore FILE`: what `backup` wrote, into an empty store of either kind; all of it or nothing.

import { openToRead } from './files.ts';
import { readConfig } from '../config.ts';
import { restoreStore } from '../registry/backup-store.ts';
import { sayTable } from './backup.ts';
import { storeSettings, withStore, withStoreFlags } from './store.ts';
import type { Command } from 'commander';
import type { Flags } from '../config.ts';

export function restoreCommand(program: Command): void {
  withStoreFlags(program.command('restore'))
    .description('fill an empty store from a file that backup wrote')
    .argument('<file>', 'the backup; "-" is stdin')
    .addHelpText(
      'after',
      `
A store with accounts is refused, and so is a file that was cut, altered or written by another version; the store stays empty then.
To move from the embedded store to PostgreSQL: backup, then restore with --database-url.`,
    )
    .action(restore);
}

async function restore(file: string, flags: Flags): Promise<void> {
  const settings = storeSettings(readConfig(process.env, flags));
  const bytes: AsyncIterable<Uint8Array> = await openToRead(file);
  const header = await withStore(settings, (database) => restoreStore({ database }, bytes, sayTable));
  const rows = header.tables.reduce((sum, table) => sum + table.rows, 0);
  process.stderr.write(`restored ${rows} rows; "clientele verify" recomputes them\n`);
}
