// The records of a group that failed, as the rows that keep them.

import type { Commit } from './commit.ts';
import type { Received } from './batch.ts';
import type { RejectionRow } from '../../storage/rejections.ts';

/** One row a rejected record, in the order received; one whose record came valid later in the group is superseded from the start. */
export function rejectionRows({ batches, decided, newId }: Commit): RejectionRow[] {
  if (batches.every(({ items, received }) => items.length === received.length)) return [];
  const rows: RejectionRow[] = [];
  const validLater = new Set<string>();
  for (const { requestId, feed, received, origin } of batches.toReversed()) {
    for (const one of received.toReversed()) {
      const { item } = one;
      if (item && !decided.records.get(item.sourceKey)?.isSuppressed) validLater.add(item.sourceKey);
      if (item) continue;
      rows.push({ rejectionId: newId(), requestId, retryOf: origin?.retryOf ?? null, ...feed, ...kept(one, validLater) });
    }
  }
  return rows.toReversed();
}

function kept(
  { sourceId, issues, place, raw }: Received,
  validLater: ReadonlySet<string>,
): Omit<RejectionRow, 'rejectionId' | 'requestId' | 'retryOf' | 'source' | 'format' | 'recordType'> {
  const sourceKey = storable(sourceId);
  return {
    sourceKey,
    state: sourceKey !== null && validLater.has(sourceKey) ? 'superseded' : 'open',
    place,
    payload: typeof raw === 'string' ? Buffer.from(raw) : raw,
    issues,
  };
}

/** An id that no valid record can have, and no database can hold, names nothing. */
function storable(sourceId: string | null): string | null {
  return sourceId === null || sourceId.includes('\u0000') || !sourceId.isWellFormed() ? null : sourceId;
}
