#!/usr/bin/env node
// The command `clientele`. In a checkout it runs the sources under the checkout's own Node; published, it runs what was built.

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const sources = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));

if (existsSync(sources)) {
  const { prepare } = await import('../tools/prepare.mjs');
  const { runNode } = await import('../tools/run.mjs');
  process.exitCode = await runNode(prepare(), [sources, ...process.argv.slice(2)]);
} else if (Number.parseInt(process.versions.node, 10) >= 24) {
  await import('../dist/cli/main.js');
} else {
  console.error(`clientele: Node 24 or newer is needed and this is ${process.version}: install it, then run this again.`);
  process.exitCode = 1;
}
