// `npm start`: makes the checkout ready, then serves the registry until Ctrl-C.

import { prepare, ROOT } from './prepare.mjs';
import { runNode } from './run.mjs';

const node = prepare();
process.exitCode = await runNode(node, ['src/cli/main.ts', 'serve', ...process.argv.slice(2)], { cwd: ROOT });
