// How `npm test` ends.

import { expect, it } from 'vitest';
import { verdictOf } from '../../tools/verdict.mjs';

const skipped = [{ reason: 'tests on PostgreSQL – install postgresql or set TEST_DATABASE_URL', count: 7 }];

it('ends with how many passed and failed', () => {
  expect(verdictOf({ passed: 5, failed: 2, skipped: [] }, true)).toEqual({ lines: ['5 passed, 2 failed'], failed: 2 });
});

it('says what was skipped and what to install', () => {
  const { lines, failed } = verdictOf({ passed: 5, failed: 0, skipped }, false);
  expect(lines).toEqual(['skipped: tests on PostgreSQL – install postgresql or set TEST_DATABASE_URL (7)', '5 passed, 0 failed']);
  expect(failed).toBe(0);
});

it('counts each skipped part as a failure where CI verifies', () => {
  const { lines, failed } = verdictOf({ passed: 5, failed: 0, skipped }, true);
  expect(lines.at(-1)).toBe('5 passed, 1 failed');
  expect(failed).toBe(1);
});
