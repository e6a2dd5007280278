// `npm run bench`: makes the checkout ready, then measures; arguments are the names of rows.

import { prepare, ROOT } from './prepare.mjs';
import { runNode } from './run.mjs';

process.exitCode = await runNode(prepare(), ['bench/main.ts', ...process.argv.slice(2)], { cwd: ROOT });
