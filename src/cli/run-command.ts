// One command of the command line: data goes to stdout, everything else to stderr, and how it ended into the exit code.

import { buildProgram } from './program.ts';
import { endingOf } from './exit.ts';

/** Runs `clientele` with these arguments; never throws. */
export async function runCommand(args: readonly string[]): Promise<void> {
  try {
    await buildProgram().parseAsync(args, { from: 'user' });
  } catch (error) {
    endWith(error);
  }
}

/** Says why the command ends, and how by its exit code. */
export function endWith(error: unknown): void {
  const { message, code } = endingOf(error);
  if (message !== null) process.stderr.write(`clientele: ${message}\n`);
  process.exitCode = code;
}
