#!/usr/bin/env node
// The command line: data goes to stdout, everything else to stderr, and how it ended into the exit code.

import { buildProgram } from './program.ts';
import { endingOf } from './exit.ts';

// Whoever reads our output may stop early (`| head`): that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 3));

try {
  await buildProgram().parseAsync();
} catch (error) {
  const { message, code } = endingOf(error);
  if (message !== null) process.stderr.write(`clientele: ${message}\n`);
  process.exitCode = code;
}
