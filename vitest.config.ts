// How the tests run: every file in its own process, one more at a time than there are cores (many wait for timers and disks), with one
// PostgreSQL for all of them, and one browser for those of the console.

import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { SummaryReporter } from './tools/summary-reporter.ts';

// Where Node keeps it by itself: what was compiled once is found by every process that a test starts, which then takes half the time to
// begin.
process.env['NODE_COMPILE_CACHE'] ??= join(tmpdir(), 'node-compile-cache');

const summaryFile = process.env['CLIENTELE_TEST_SUMMARY'];
const isLong = process.env['CLIENTELE_FAULTS'] === 'long';

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'registry',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**'],
          globalSetup: ['test/helpers/global-setup.ts'],
        },
      },
      {
        extends: true,
        // Files share a process, because what drives the browser takes longer to load than many a test, and none changes it.
        test: {
          name: 'console',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/e2e/setup.ts'],
          isolate: false,
          // As long as a step of the browser may take: what is waited for comes, sooner or later.
          expect: { poll: { timeout: 30_000 } },
        },
      },
    ],
    reporters: ['default', ...(summaryFile ? [new SummaryReporter(summaryFile)] : [])],
    pool: 'forks',
    maxWorkers: availableParallelism() + 1,
    testTimeout: isLong ? 3_600_000 : 60_000,
    hookTimeout: 180_000,
    slowTestThreshold: 1_000,
    passWithNoTests: false,
  },
});
