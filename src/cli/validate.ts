// `clientele validate FILE`: every fault and doubt of every record, one a line; or, with --apply-fixes, the mended records.

import { EXIT } from './exit.ts';
import { Option } from 'commander';
import { readRecords } from './input.ts';
import { systemClock } from '../clock.ts';
import { writeLines } from './output.ts';
import type { Command } from 'commander';
import type { Format } from '../formats/record.ts';
import type { InputRecord } from './input.ts';
import type { Issue } from '../formats/issue.ts';

interface ValidateFlags {
  readonly format: Format | 'auto';
  readonly json?: true;
  readonly applyFixes?: true;
}

export function validateCommand(program: Command): void {
  program
    .command('validate')
    .description('check the records of a file, without a server')
    .argument('<file>', 'records: one a line, a JSON array or CSV; gzip and zstd are unpacked; "-" is stdin')
    .addOption(new Option('--format <format>', 'what the records are').choices(['auto', 'cobi', 'wasabi', 'registry']).default('auto'))
    .option('--json', 'one JSON object an issue')
    .option('--apply-fixes', 'take every certain fix, write the records that are good then to stdout, the issues to stderr')
    .addHelpText(
      'after',
      `
Prints one issue a line: file, line, pointer, code, message, and a suggestion where one is certain.
The same checks as the server's. Exit code 0: no record is rejected (there may be warnings); 1: some are.`,
    )
    .action(validate);
}

async function validate(file: string, flags: ValidateFlags): Promise<void> {
  const checked = new Checked(file, flags);
  await writeLines(checked.lines(), process.stdout);
  process.stderr.write(`${checked.records} records, ${checked.rejected} to be rejected, ${checked.issues} issues\n`);
  process.exitCode = checked.rejected === 0 ? EXIT.good : EXIT.faulty;
}

/** The run over one file, counted. */
class Checked {
  records = 0;
  rejected = 0;
  issues = 0;
  readonly #file: string;
  readonly #flags: ValidateFlags;

  constructor(file: string, flags: ValidateFlags) {
    this.#file = file;
    this.#flags = flags;
  }

  /** What belongs on stdout: issues, or mended records. */
  async *lines(): AsyncGenerator<string[]> {
    const { format, applyFixes } = this.#flags;
    const options = { format, fixes: applyFixes === true, now: systemClock().now() };
    for await (const records of readRecords(this.#file, options)) yield records.flatMap((record) => this.#linesOf(record));
  }

  #linesOf(found: InputRecord): string[] {
    const { record, issues } = found.parsed;
    this.records += 1;
    this.issues += issues.length;
    if (!record) this.rejected += 1;
    const lines = issues.map((issue) => this.#issueLine(found, issue));
    if (this.#flags.applyFixes !== true) return lines;
    for (const line of lines) process.stderr.write(`${line}\n`);
    return record ? [record.text] : [];
  }

  #issueLine({ line, pointer }: InputRecord, issue: Issue): string {
    const place = { file: this.#file, line, ...issue, pointer: pointer + issue.pointer };
    if (this.#flags.json) return JSON.stringify(place);
    const suggestion = 'suggestion' in issue ? ` (suggestion: ${JSON.stringify(issue.suggestion)})` : '';
    return `${place.file}:${line}: ${place.pointer === '' ? 'record' : place.pointer} ${issue.severity} ${issue.code}: ${issue.message}${suggestion}`;
  }
}
