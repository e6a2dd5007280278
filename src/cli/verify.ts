// `clientele verify`: everything stored, recomputed; each difference a line, then a last line. Exit 1 where there is any.

import { EXIT } from './exit.ts';
import { verifyStore } from '../registry/verify-store.ts';
import { withExistingStore, withStoreFlags } from './store.ts';
import type { Command } from 'commander';
import type { Difference, Verified } from '../registry/verify-store.ts';
import type { Flags } from '../config.ts';

interface VerifyFlags extends Flags {
  readonly json?: true;
}

export function verifyCommand(program: Command): void {
  withStoreFlags(program.command('verify'))
    .description('recompute every customer, sum and sequence from the history, and print each difference')
    .option('--json', 'one JSON object a line')
    .addHelpText(
      'after',
      `
Nothing is changed. On PostgreSQL it may run while servers do; the embedded store must not be in use.
Differences name rows by their ids. Exit code 0: none; 1: some; 3: the store cannot be reached or is in use.`,
    )
    .action(async (flags: VerifyFlags) => {
      const verified = await withExistingStore(flags, (database) => verifyStore(database, (difference) => print(difference, flags)));
      process.stdout.write(flags.json ? `${JSON.stringify({ verified })}\n` : `${lastLine(verified)}\n`);
      process.exitCode = verified.differences === 0 ? EXIT.good : EXIT.faulty;
    });
}

function print(difference: Difference, { json }: VerifyFlags): void {
  const { accountId, check, subject, detail } = difference;
  process.stdout.write(json ? `${JSON.stringify(difference)}\n` : `account ${accountId}  ${check}  ${subject}: ${detail}\n`);
}

function lastLine({ accounts, customers, records, versions, differences }: Verified): string {
  const held = `${accounts} accounts, ${customers} customers, ${records} source records, ${versions} versions`;
  return `verified ${held}: ${differences === 0 ? 'no differences' : `${differences} differences`}`;
}
