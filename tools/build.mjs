// Builds what is published: the console, and JavaScript and type declarations in `dist`, because Node refuses TypeScript under node_modules.

import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { extname, join } from 'node:path';
import { buildConsole } from './console.mjs';
import { prepare, ROOT } from './prepare.mjs';
import { environmentFor } from './run.mjs';

const node = prepare();
const dist = join(ROOT, 'dist');
rmSync(dist, { recursive: true, force: true });
const { status } = spawnSync('tsc', ['-p', 'tsconfig.build.json'], { cwd: ROOT, env: environmentFor(node), stdio: 'inherit' });
if (status === 0) cpSync(join(ROOT, 'src'), dist, { recursive: true, filter: (path) => extname(path) !== '.ts' });
process.exitCode = buildConsole(node) ? (status ?? 1) : 1;
