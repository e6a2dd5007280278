// `npm test`: makes the checkout ready, runs the tests, and ends with what was skipped and a line `N passed, N failed`.
// Arguments go to Vitest; `--long` takes the long rounds of fault and property tests.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildConsole } from './console.mjs';
import { prepare, ROOT } from './prepare.mjs';
import { runNode } from './run.mjs';
import { verdictOf } from './verdict.mjs';

const isCi = Boolean(process.env.CI) && process.env.CI !== 'false';
const args = process.argv.slice(2);
const node = prepare();
// Once and before all: the browser's tests run side by side, and each would build what it finds missing.
buildConsole(node);
const folder = mkdtempSync(join(tmpdir(), 'clientele-test-'));
const summaryFile = join(folder, 'summary.json');

const env = { CLIENTELE_TEST_SUMMARY: summaryFile };
if (args.includes('--long')) env.CLIENTELE_FAULTS = 'long';
const vitestArgs = ['node_modules/vitest/vitest.mjs', 'run', ...args.filter((arg) => arg !== '--long')];

const status = await runNode(node, vitestArgs, { cwd: ROOT, env });
const { lines, failed } = verdictOf(readSummary(), isCi);
rmSync(folder, { recursive: true });
console.log(lines.join('\n'));
process.exitCode = status || (failed > 0 ? 1 : 0);

/** What the reporter wrote; a run that ended before it could is one failure. */
function readSummary() {
  try {
    return JSON.parse(readFileSync(summaryFile, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: [] };
  }
}
