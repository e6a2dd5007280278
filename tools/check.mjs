// `npm run check`: types, lint, format, unused code and the API's compatibility at the same time; prints only what failed.

import { spawn } from 'node:child_process';
import { prepare, ROOT } from './prepare.mjs';
import { environmentFor } from './run.mjs';

const CHECKS = {
  types: ['tsc', '--noEmit', '--pretty', 'false'],
  console: ['tsc', '--noEmit', '--pretty', 'false', '-p', 'console'],
  lint: ['oxlint', '--type-aware', '--deny-warnings'],
  format: ['oxfmt', '--check'],
  unused: ['knip', '--no-progress'],
  compatible: ['node', 'tools/compatible.mjs'],
};

const env = environmentFor(prepare());
const asked = process.argv.slice(2);
const names = Object.keys(CHECKS).filter((name) => asked.length === 0 || asked.includes(name));
const results = await Promise.all(names.map(check));
for (const { name, output } of results.filter(({ passed }) => !passed)) console.log(`── ${name} ──\n${output.trimEnd()}\n`);
console.log(results.map(({ name, passed, seconds }) => `${name} ${passed ? 'ok' : 'FAILED'} (${seconds} s)`).join(', '));
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;

async function check(name) {
  const [command, ...args] = CHECKS[name];
  const startedMs = performance.now();
  const { status, output } = await capture(command, args);
  return { name, passed: status === 0, output, seconds: ((performance.now() - startedMs) / 1000).toFixed(1) };
}

function capture(command, args) {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(command, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', (error) => resolve({ status: 1, output: `${command} could not be started: ${error.message}` }));
    child.on('close', (status) => resolve({ status, output }));
  });
}
