// What one commit adds to the receipts of its requests: one part a request, however many of its batches are in the group.

import { addCounts } from '../../core/outcome.ts';
import type { Commit } from './commit.ts';
import type { ReceiptPart } from '../../storage/receipts.ts';

export function receiptParts({ batches, reports }: Commit): ReceiptPart[] {
  const parts = new Map<string, ReceiptPart>();
  for (const [at, { requestId, feed, progress }] of batches.entries()) {
    const counts = { ...(reports[at]?.counts as ReceiptPart['counts']) };
    const issues = reports[at]?.records.reduce((sum, record) => sum + record.issues.length, 0) ?? 0;
    const earlier = parts.get(requestId);
    if (earlier) addCounts(counts, earlier.counts);
    parts.set(requestId, {
      requestId,
      ...feed,
      ...progress,
      lastLine: progress.lastLine(),
      counts,
      issues: issues + (earlier?.issues ?? 0),
    });
  }
  return [...parts.values()].sort((a, b) => (a.requestId < b.requestId ? -1 : 1));
}
