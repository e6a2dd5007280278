#!/usr/bin/env node
// The command `clientele`. In a checkout it runs the sources under the checkout's own Node; published, it runs what was built.

import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import { SERVE_FLAGS } from './serve-flags.mjs';

const NODE_MAJOR_MIN = 24;
const isNew = Number.parseInt(process.versions.node, 10) >= NODE_MAJOR_MIN;
const sources = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));

// What was compiled once is found by the next command: 0.94 → 0.55 s of a core for `--version` from the sources. Older versions lack it.
module.enableCompileCache?.();

const flags = process.argv[2] === 'serve' ? SERVE_FLAGS : [];
if (isNew && process.execArgv.length === 0 && flags.length > 0) beginAnew();
if (existsSync(sources)) await runSources();
else if (isNew) await import('../dist/cli/main.js');
else {
  console.error(`clientele: Node ${NODE_MAJOR_MIN} or newer is needed and this is ${process.version}: install it, then run this again.`);
  process.exitCode = 1;
}

/** The same process from its beginning, with flags that Node takes only there; where it cannot (Windows), it goes on without them. */
function beginAnew() {
  if (process.platform !== 'win32') process.execve?.(process.execPath, [process.execPath, ...flags, ...process.argv.slice(1)], process.env);
}

async function runSources() {
  const { prepare } = await import('../tools/prepare.mjs');
  const node = prepare();
  if (isNew) await import(sources);
  else {
    const { runNode } = await import('../tools/run.mjs');
    process.exitCode = await runNode(node, [...flags, sources, ...process.argv.slice(2)]);
  }
}
