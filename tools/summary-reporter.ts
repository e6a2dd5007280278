// Counts what became of the tests and writes it as JSON for `npm test`, which prints it last.

import { writeFileSync } from 'node:fs';
import type { SerializedError } from 'vitest';
import type { Reporter, TestModule } from 'vitest/node';

export interface Summary {
  readonly passed: number;
  /** Failed tests, and files, suites and errors outside of tests that failed. */
  readonly failed: number;
  /** Parts that were skipped: why, and how many tests each. */
  readonly skipped: readonly { readonly reason: string; readonly count: number }[];
}

const NO_REASON = 'tests left out by a filter or without a reason';

/** A Vitest reporter that writes a {@link Summary} to `file` when the run ends. */
export class SummaryReporter implements Reporter {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    writeFileSync(this.#file, JSON.stringify(summarize(modules, unhandled.length)));
  }
}

/** Adds up modules. Tests that never ran, because the run was interrupted, count as skipped. */
function summarize(modules: readonly TestModule[], unhandledCount: number): Summary {
  const skipped = new Map<string, number>();
  let passed = 0;
  let failed = unhandledCount;
  for (const module of modules) {
    failed += module.errors().length;
    for (const suite of module.children.allSuites()) failed += suite.errors().length;
    for (const test of module.children.allTests()) {
      const result = test.result();
      if (result.state === 'passed') passed += 1;
      else if (result.state === 'failed') failed += 1;
      else count(skipped, result.state === 'skipped' ? (result.note ?? NO_REASON) : 'tests that did not run');
    }
  }
  return { passed, failed, skipped: [...skipped].map(([reason, number]) => ({ reason, count: number })) };
}

function count(skipped: Map<string, number>, reason: string): void {
  skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
}
