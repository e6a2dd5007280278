#!/usr/bin/env node
// The command line as a process.

import { runCommand } from './run-command.ts';

// Whoever reads our output may stop early (`| head`): that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 3));

await runCommand(process.argv.slice(2));
