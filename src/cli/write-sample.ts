// `clientele sample`: realistic records of invented people on stdout, the same for the same numbers.

import { InvalidArgumentError, Option } from 'commander';
import { generateSample } from './sample.ts';
import { pagesOf, writeLines } from './output.ts';
import type { Command } from 'commander';
import type { SampleFormat } from './sample.ts';

interface SampleFlags {
  readonly format: SampleFormat;
  readonly count: number;
  readonly seed: number;
  readonly bad: number;
  readonly duplicates: number;
  readonly updates: number;
  readonly shuffle?: true;
}

const COUNT_MAX = 1_000_000_000;
const PAGE_RECORDS = 500;

export function sampleCommand(program: Command): void {
  program
    .command('sample')
    .description('write realistic records of invented people, one a line')
    .addOption(new Option('--format <format>', 'what to write').choices(['cobi', 'wasabi']).makeOptionMandatory())
    .addOption(new Option('--count <number>', 'how many records').argParser(countOf).makeOptionMandatory())
    .addOption(new Option('--seed <number>', 'other people, other numbers').argParser(countOf).default(1))
    .addOption(new Option('--bad <share>', 'of records that are refused').argParser(shareOf).default(0))
    .addOption(new Option('--duplicates <share>', 'of records sent before').argParser(shareOf).default(0))
    .addOption(new Option('--updates <share>', 'of other statements about people sent before').argParser(shareOf).default(0))
    .option('--shuffle', 'mix the order')
    .addHelpText(
      'after',
      `
Equal flags give equal records, on every machine. Cobi and Wasabi samples of one seed are partly about the same people.
Example: clientele sample --format wasabi --count 1000 --bad 0.01 --duplicates 0.1 --updates 0.2 > events.ndjson`,
    )
    .action((flags: SampleFlags) => writeLines(pagesOf(generateSample(flags), PAGE_RECORDS), process.stdout));
}

function countOf(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 0 && count <= COUNT_MAX) return count;
  throw new InvalidArgumentError(`It must be a whole number from 0 to ${COUNT_MAX}.`);
}

function shareOf(text: string): number {
  const share = Number(text);
  if (text.trim() !== '' && share >= 0 && share <= 1) return share;
  throw new InvalidArgumentError('It must be a share from 0 to 1.');
}
