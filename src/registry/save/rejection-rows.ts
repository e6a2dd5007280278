// The records of a group that failed, as the rows that keep them.

import type { Commit } from './compose-commit.ts';
import type { Received } from './batch.ts';
import type { RejectionRow } from '../../storage/rejections.ts';

export function rejectionRows({ batches, newId }: Commit): RejectionRow[] {
  const rows: RejectionRow[] = [];
  for (const { requestId, feed, received } of batches) {
    for (const one of received) {
      if (one.parsed.record) continue;
      rows.push({ rejectionId: newId(), requestId, ...feed, ...kept(one) });
    }
  }
  return rows;
}

function kept({ parsed, place, raw }: Received): Pick<RejectionRow, 'sourceKey' | 'place' | 'payload' | 'issues'> {
  return {
    sourceKey: parsed.sourceId ?? null,
    place,
    payload: typeof raw === 'string' ? Buffer.from(raw) : raw,
    issues: parsed.issues,
  };
}
