// Every command by name, with its flags and help.

import { Command } from 'commander';
import { accountsCommand } from './accounts.ts';
import { backupCommand } from './backup.ts';
import { convertCommand } from './convert.ts';
import { demoCommand } from './demo.ts';
import { doctorCommand } from './doctor.ts';
import { keysCommand } from './keys.ts';
import { listenCommand } from './listen.ts';
import { readConfig } from '../config.ts';
import { exportCommand } from './export.ts';
import { importCommand } from './import.ts';
import { restoreCommand } from './restore.ts';
import { sampleCommand } from './write-sample.ts';
import { serve } from './serve.ts';
import { validateCommand } from './validate.ts';
import { verifyCommand } from './verify.ts';
import manifest from '../../package.json' with { type: 'json' };
import type { Flags } from '../config.ts';

const COMMANDS = [
  accountsCommand,
  demoCommand,
  convertCommand,
  validateCommand,
  importCommand,
  exportCommand,
  sampleCommand,
  backupCommand,
  restoreCommand,
  verifyCommand,
  doctorCommand,
  keysCommand,
  listenCommand,
];

/** The command line, ready to parse; it throws instead of ending the process. */
export function buildProgram(): Command {
  const program = new Command('clientele')
    .description('A customer registry that speaks the formats its senders already speak.')
    .version(manifest.version)
    .exitOverride()
    .showHelpAfterError('(add --help for what is possible)');

  program
    .command('serve')
    .description('run the registry: HTTP API on one port, embedded store unless a database is named')
    .option('--port <number>', 'port to listen on (PORT; 0: any free one)')
    .option('--host <address>', 'address to listen on (HOST)')
    .option('--data-dir <folder>', 'folder of the embedded store (CLIENTELE_DATA_DIR)')
    .option('--database-url <url>', 'PostgreSQL to use instead of the embedded store (DATABASE_URL)')
    .option('--no-sync', 'embedded store: do not wait for the disk at each commit')
    .action(async (flags: Flags) => serve(readConfig(process.env, flags)));

  for (const command of COMMANDS) command(program);
  return program;
}
