// `clientele convert FILE`: records of one format as records of another, one a line; what is lost on the way is told beside them.

import { finished } from 'node:stream/promises';
import { once } from 'node:events';
import { Option } from 'commander';
import { convert } from '../formats/index.ts';
import { EXIT } from './exit.ts';
import { openToWrite } from './files.ts';
import { readRecords } from './input.ts';
import { systemClock } from '../clock.ts';
import { writeLines } from './output.ts';
import type { Command } from 'commander';
import type { Writable } from 'node:stream';
import type { Format } from '../formats/record.ts';
import type { InputRecord } from './input.ts';

interface ConvertFlags {
  readonly from: Format | 'auto';
  readonly to: Format;
  readonly losses?: string;
  readonly applyFixes?: true;
}

const FORMATS = ['cobi', 'wasabi', 'registry'];

export function convertCommand(program: Command): void {
  program
    .command('convert')
    .description('turn customers of one format into another, without a server')
    .argument('<file>', 'records: one a line, a JSON array or CSV; gzip and zstd are unpacked; "-" is stdin')
    .addOption(new Option('--from <format>', 'what the records are').choices(['auto', ...FORMATS]).default('auto'))
    .addOption(new Option('--to <format>', 'what they become').choices(FORMATS).makeOptionMandatory())
    .option('--losses <file>', 'where to tell what was dropped, narrowed or invented, a JSON object a line (default: stderr)')
    .option('--apply-fixes', 'take every certain fix of a faulty record first')
    .addHelpText(
      'after',
      `
Writes one record a line. A record that is faulty, or has no form in the other format, is left out and told of on stderr.
Exit code 0: all were converted; 1: some were not.`,
    )
    .action(run);
}

async function run(file: string, flags: ConvertFlags): Promise<void> {
  const losses = flags.losses === undefined ? process.stderr : await openToWrite(flags.losses);
  const conversion = new Conversion(file, flags, losses);
  const converted = writeLines(conversion.lines(), process.stdout);
  if (losses === process.stderr) await converted;
  else await Promise.all([finished(losses), converted.finally(() => losses.end())]);
  process.stderr.write(`${conversion.converted} records converted, ${conversion.refused} not\n`);
  process.exitCode = conversion.refused === 0 ? EXIT.good : EXIT.faulty;
}

/** The run over one file, counted. */
class Conversion {
  converted = 0;
  refused = 0;
  readonly #file: string;
  readonly #flags: ConvertFlags;
  readonly #losses: Writable;
  readonly #now = systemClock().now();

  constructor(file: string, flags: ConvertFlags, losses: Writable) {
    this.#file = file;
    this.#flags = flags;
    this.#losses = losses;
  }

  /** The converted records. */
  async *lines(): AsyncGenerator<string[]> {
    const options = { format: this.#flags.from, fixes: this.#flags.applyFixes === true, now: this.#now };
    for await (const records of readRecords(this.#file, options)) {
      yield records.flatMap((record) => this.#convert(record));
      if (this.#losses.errored) throw this.#losses.errored;
      if (this.#losses.writableNeedDrain) await once(this.#losses, 'drain');
    }
  }

  #convert({ line, pointer, parsed }: InputRecord): string[] {
    const place = { file: this.#file, line, ...(pointer !== '' && { record: pointer }) };
    if (!parsed.record) return this.#refuse(place, parsed.issues);
    const result = convert(parsed.record, this.#flags.to, { now: this.#now });
    if ('refused' in result) return this.#refuse(place, [result.refused]);
    for (const loss of result.losses) this.#losses.write(`${JSON.stringify({ ...place, ...loss })}\n`);
    this.converted += 1;
    return [result.record.text];
  }

  #refuse(place: object, issues: readonly object[]): [] {
    this.refused += 1;
    for (const issue of issues) process.stderr.write(`${JSON.stringify({ ...place, ...issue })}\n`);
    return [];
  }
}
