// `clientele import FILE…`: files up to a server (or into a store that no server holds), followed to their end, summed up.

import { Option } from 'commander';
import { EXIT } from './exit.ts';
import { FileImport } from './import/file-import.ts';
import { RegistryError } from '../error.ts';
import { withImportDoor } from './import/door.ts';
import { withPlaceFlags } from './place.ts';
import type { Command } from 'commander';
import type { ImportFlags } from './import/file-import.ts';

export function importCommand(program: Command): void {
  withPlaceFlags(program.command('import'))
    .description('take in files of records: NDJSON, JSON arrays or CSV; plain, gzip or zstd; of any size')
    .argument('<files...>', 'the files; "-" is stdin')
    .addOption(new Option('--format <format>', 'what the records are').choices(['auto', 'cobi', 'wasabi', 'registry']).default('auto'))
    .addOption(new Option('--type <type>', 'of whom they are').choices(['auto', 'customer', 'institute', 'course']).default('auto'))
    .option('--source <name>', 'the feed they belong to (default: the name of their format)')
    .addOption(
      new Option('--policy <policy>', 'what faulty records mean: left out, or nothing is taken')
        .choices(['reject_rows', 'reject_file'])
        .default('reject_rows'),
    )
    .option('--dry-run', 'take nothing in: show how the file is read, and what taking it in would come to')
    .option('--mapping <file>', 'JSON: a table’s columns and the fields they fill')
    .option('--apply-fixes', 'take every certain fix of a faulty record')
    .option('--rejects <file>', 'where rejected records go (default: beside the file, FILE.rejects.ndjson or .csv)')
    .option('--resume', 'go on with the import of this file that was stopped or broke off')
    .option('--json', 'one JSON object a file on stdout')
    .addHelpText(
      'after',
      `
Rejected records are written beside the file, in its own form, with the reasons: mend them there and import that file as it is.
With an access key (CLIENTELE_KEY) they go to a running server. Without one, or with --data-dir, --database-url or --account, this command
takes them into the store itself; the embedded store must not be in use then.
Ctrl-C stops at the end of a batch; what was taken stays taken, and --resume goes on.
Exit code 0: every record was taken; 1: some were rejected; 3: the import failed or was stopped.`,
    )
    .action(run);
}

async function run(files: readonly string[], flags: ImportFlags): Promise<void> {
  if (flags.rejects !== undefined && files.length > 1)
    throw new RegistryError(
      'setting_invalid',
      '--rejects names one file: leave it out, and each import has one of its own, or import one by one.',
    );
  let code: number = EXIT.good;
  await withImportDoor(flags, async (door) => {
    for (const file of files) code = Math.max(code, await new FileImport(file, flags, door).run());
  });
  process.exitCode = code;
}
