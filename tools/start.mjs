// `npm start`: makes the checkout ready, builds the console if needed, then serves the registry until Ctrl-C.

import { buildConsole } from './console.mjs';
import { prepare, ROOT } from './prepare.mjs';
import { runNode } from './run.mjs';
import { SERVE_FLAGS } from '../bin/serve-flags.mjs';

const node = prepare();
if (!buildConsole(node)) console.error('clientele: the console could not be built, for the reason above; the API is served without it.');
process.exitCode = await runNode(node, [...SERVE_FLAGS, 'src/cli/main.ts', 'serve', ...process.argv.slice(2)], { cwd: ROOT });
