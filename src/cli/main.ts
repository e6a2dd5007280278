#!/usr/bin/env node
// The command line as a process.

import { EXIT } from './exit.ts';
import { endWith, runCommand } from './run-command.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Whoever reads our output may stop early (`| head`): that is no fault.
  if (error.code === 'EPIPE') process.exit(EXIT.good);
  endWith(error);
  process.exit();
});

process.stderr.on('error', (error: NodeJS.ErrnoException) => {
  // What is told there is for people: the work goes on where nobody listens any more.
  if (error.code === 'EPIPE') return;
  endWith(error);
  process.exit();
});

await runCommand(process.argv.slice(2));
