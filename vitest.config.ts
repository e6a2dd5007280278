// How the tests run: files side by side in one process more than there are cores (many wait for timers and disks), with one PostgreSQL
// for all of them, and one browser for those of the console.

import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { SummaryReporter } from './tools/summary-reporter.ts';
import { TestOrder } from './tools/test-order.ts';

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
          setupFiles: ['test/helpers/clear-leftovers.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'console',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/e2e/setup.ts'],
          // As long as a step of the browser may take: what is waited for comes, sooner or later.
          expect: { poll: { timeout: 30_000 } },
        },
      },
    ],
    reporters: ['default', ...(summaryFile ? [new SummaryReporter(summaryFile)] : [])],
    pool: 'forks',
    // A process runs many files, one after the other: what they load (the server, the embedded PostgreSQL's code and what the engine made
    // of it, a browser's driver) is loaded once. Helpers leave nothing behind (`test/helpers/leftovers.ts`), and no test changes a module.
    isolate: false,
    sequence: { sequencer: TestOrder },
    maxWorkers: availableParallelism() + 1,
    testTimeout: isLong ? 3_600_000 : 60_000,
    hookTimeout: 180_000,
    // At its end a process writes down what it compiled, which takes its time on a busy machine.
    teardownTimeout: 60_000,
    slowTestThreshold: 1_000,
    passWithNoTests: false,
  },
});
