// `clientele doctor`: looks at the machine, the settings and the store, changes nothing, and says what to do. Exit 1 on a fail.

import { checkDataDir } from './doctor/data-dir.ts';
import { checkMachine } from './doctor/machine.ts';
import { checkPort } from './doctor/port.ts';
import { checkSecretKeys } from './doctor/secret-keys.ts';
import { checkStoreFile, checkStore } from './doctor/store.ts';
import { EXIT } from './exit.ts';
import { readConfig } from '../config.ts';
import { withStoreFlags } from './store.ts';
import type { Command } from 'commander';
import type { Finding } from './doctor/finding.ts';
import type { Flags } from '../config.ts';

interface DoctorFlags extends Flags {
  readonly json?: true;
}

export function doctorCommand(program: Command): void {
  withStoreFlags(program.command('doctor'))
    .description('check machine, settings and store, and say what to do')
    .option('--port <number>', 'port to listen on (PORT)')
    .option('--host <address>', 'address to listen on (HOST)')
    .option('--json', 'one JSON object a line')
    .addHelpText(
      'after',
      '\nNothing is changed. Exit code 0: the registry can run (there may be warnings); 1: something must be mended first.',
    )
    .action(doctor);
}

async function doctor(flags: DoctorFlags): Promise<void> {
  const findings = await examine(flags);
  for (const finding of findings) process.stdout.write(flags.json ? `${JSON.stringify(finding)}\n` : `${lineOf(finding)}\n`);
  process.exitCode = findings.some(({ state }) => state === 'fail') ? EXIT.faulty : EXIT.good;
}

async function examine(flags: Flags): Promise<Finding[]> {
  const config = readConfig(process.env, flags);
  const findings = [...checkMachine(process.versions.node), await checkPort(config), await checkSecretKeys(config)];
  if (config.databaseUrl !== null) return [...findings, ...(await checkStore(config))];
  const folder = await checkDataDir(config.dataDir);
  return [...findings, ...folder, ...(await checkStoreFile(config))];
}

function lineOf({ state, subject, message }: Finding): string {
  return `${state.padEnd(4)}  ${subject.padEnd(12)}  ${message}`;
}
