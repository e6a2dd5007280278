// The records of a group that failed, as the rows that keep them.

import type { Commit } from './compose-commit.ts';
import type { Received } from './batch.ts';
import type { RejectionRow } from '../../storage/rejections.ts';

/** One row a rejected record, in the order received; one whose record came valid later in the group is superseded from the start. */
export function rejectionRows({ batches, decided, newId }: Commit): RejectionRow[] {
  if (batches.every(({ items, received }) => items.length === received.length)) return [];
  const rows: RejectionRow[] = [];
  const validLater = new Set<string>();
  for (const { requestId, feed, received } of batches.toReversed()) {
    for (const one of received.toReversed()) {
      const { record } = one.parsed;
      if (record && !decided.records.get(record.sourceKey)?.isSuppressed) validLater.add(record.sourceKey);
      if (record) continue;
      rows.push({ rejectionId: newId(), requestId, ...feed, ...kept(one, validLater) });
    }
  }
  return rows.toReversed();
}

function kept(
  { parsed, place, raw }: Received,
  validLater: ReadonlySet<string>,
): Omit<RejectionRow, 'rejectionId' | 'requestId' | 'source' | 'format' | 'recordType'> {
  const sourceKey = storable(parsed.sourceId);
  return {
    sourceKey,
    state: sourceKey !== null && validLater.has(sourceKey) ? 'superseded' : 'open',
    place,
    payload: typeof raw === 'string' ? Buffer.from(raw) : raw,
    issues: parsed.issues,
  };
}

/** An id that no valid record can have, and no database can hold, names nothing. */
function storable(sourceId: string | undefined): string | null {
  return sourceId === undefined || sourceId.includes('\u0000') || !sourceId.isWellFormed() ? null : sourceId;
}
