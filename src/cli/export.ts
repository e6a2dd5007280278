// `clientele export`: customers of a server as a file, on stdout or where it is told to.

import { Option } from 'commander';
import { finished, pipeline } from 'node:stream/promises';
import { PassThrough } from 'node:stream';
import { askServer } from './server.ts';
import { exportStore } from './export/store-export.ts';
import { isAtStore, withPlaceFlags } from './place.ts';
import { filterPairs } from './export/flags.ts';
import { openToWrite } from './files.ts';
import type { Command } from 'commander';
import type { ExportFlags } from './export/flags.ts';

export function exportCommand(program: Command): void {
  withPlaceFlags(program.command('export'))
    .description('write customers as a file: NDJSON or CSV, in the registry’s form or a sender’s')
    .addOption(new Option('--format <format>', 'the form of the records').choices(['registry', 'cobi', 'wasabi']).default('registry'))
    .addOption(new Option('--as <carrier>', 'one record a line, or a table').choices(['ndjson', 'csv']).default('ndjson'))
    .option('--filter <name=value...>', 'only customers that meet it, by the names of GET /v1/customers: country=CA')
    .option('--losses', 'each line holds the record beside what its form cannot hold')
    .option('--as-of <time>', 'as customers were then, by the times that sources state (RFC 3339)')
    .option('--known-at <time>', 'as the registry knew them then')
    .option('--after <id>', 'go on behind this customer')
    .option('-o, --output <file>', 'where to (default: stdout)')
    .addHelpText(
      'after',
      `
All customers are written as they were at one moment, whatever is written meanwhile.
With an access key (CLIENTELE_KEY) a running server is asked. Without one, or with --data-dir, --database-url or --account, the store
itself is read; the embedded store must not be in use then.`,
    )
    .action(run);
}

async function run(flags: ExportFlags): Promise<void> {
  if (!isAtStore(flags)) return pipeline(await askedOf(flags), await openTarget(flags));
  const target = await openTarget(flags);
  await exportStore(flags, target);
  if (target !== process.stdout) await finished(target.end());
}

async function openTarget({ output }: ExportFlags): Promise<NodeJS.WritableStream> {
  return output === undefined ? process.stdout : openToWrite(output);
}

async function askedOf(flags: ExportFlags): Promise<AsyncIterable<Uint8Array>> {
  const { format, as, losses, after, asOf, knownAt } = flags;
  const query = new URLSearchParams(filterPairs(flags));
  query.set('format', format);
  query.set('as', as);
  if (losses) query.set('losses', 'body');
  for (const [name, value] of Object.entries({ after, asOf, knownAt })) if (value !== undefined) query.set(name, value);
  const { body } = await askServer(flags, { method: 'GET', path: `/v1/exports?${query.toString()}` });
  return body ?? new PassThrough().end();
}
