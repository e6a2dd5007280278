// What a sender is told when there are more issues than an answer holds.

import { expect, it } from 'vitest';
import { ISSUES_MAX, Summary } from '../../src/ingest/summary.ts';
import { zeroCounts } from '../../src/core/outcome.ts';
import type { Issue } from '../../src/formats/issue.ts';
import type { RecordReport } from '../../src/registry/save/report.ts';

const doubt: Issue = { code: 'reference_unresolved', pointer: '/institute_id', message: '', severity: 'warning' };
const fault: Issue = { code: 'uuid_invalid', pointer: '/user_id', message: '', severity: 'error' };

function record(index: number, issues: readonly Issue[]): RecordReport {
  return { place: { index }, outcome: 'created', sourceId: null, customerId: null, timeSource: 'stated', issues };
}

it('warnings never crowd out an error, and issues stand in the order of their places', () => {
  const summary = new Summary();
  const records = Array.from({ length: ISSUES_MAX + 5 }, (_, index) => record(index, [doubt]));
  summary.add({ requestId: 'r', counts: zeroCounts(), records: [...records, record(5_000, [fault])] });
  expect(summary.issuesTotal).toBe(ISSUES_MAX + 6);
  expect(summary.issues).toHaveLength(ISSUES_MAX);
  expect(summary.issues.at(-1)).toEqual({ index: 5_000, ...fault });
  expect(summary.issues[0]).toEqual({ index: 0, ...doubt });
});
