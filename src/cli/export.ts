// `clientele export`: customers of a server as a file, on stdout or where it is told to.

import { createWriteStream } from 'node:fs';
import { Option } from 'commander';
import { pipeline } from 'node:stream/promises';
import { PassThrough } from 'node:stream';
import { askServer, withServerFlags } from './server.ts';
import type { Command } from 'commander';
import type { ServerFlags } from './server.ts';

interface ExportFlags extends ServerFlags {
  readonly format: string;
  readonly as: string;
  readonly filter?: readonly string[];
  readonly losses?: true;
  readonly after?: string;
  readonly output?: string;
}

export function exportCommand(program: Command): void {
  withServerFlags(program.command('export'))
    .description('write customers as a file: NDJSON or CSV, in the registry’s form or a sender’s')
    .addOption(new Option('--format <format>', 'the form of the records').choices(['registry', 'cobi', 'wasabi']).default('registry'))
    .addOption(new Option('--as <carrier>', 'one record a line, or a table').choices(['ndjson', 'csv']).default('ndjson'))
    .option('--filter <name=value...>', 'only customers that meet it, by the names of GET /v1/customers: country=CA')
    .option('--losses', 'each line holds the record beside what its form cannot hold')
    .option('--after <id>', 'go on behind this customer')
    .option('-o, --output <file>', 'where to (default: stdout)')
    .addHelpText('after', '\nAll customers are written as they were at one moment, whatever is written meanwhile.')
    .action(run);
}

async function run({ format, as, filter = [], losses, after, output, ...server }: ExportFlags): Promise<void> {
  const query = new URLSearchParams(
    filter.map((one): [string, string] => [one.slice(0, one.indexOf('=')), one.slice(one.indexOf('=') + 1)]),
  );
  query.set('format', format);
  query.set('as', as);
  if (losses) query.set('losses', 'body');
  if (after !== undefined) query.set('after', after);
  const answer = await askServer(server, { method: 'GET', path: `/v1/exports?${query.toString()}` });
  const target = output === undefined ? process.stdout : createWriteStream(output, { mode: 0o600 });
  await pipeline(answer.body ?? new PassThrough().end(), target);
}
