// Which requests of a group said again what is held: what an import brought and others confirm stays when the import is undone.

import type { Commit } from './commit.ts';
import type { Witness } from '../../storage/hot/witness-versions.ts';

export function witnessesIn({ batches, decided }: Commit): Witness[] {
  if (!decided.hasUndoable) return [];
  let at = 0;
  return batches.flatMap(({ items, requestId }) => {
    const verdicts = decided.verdicts.slice(at, (at += items.length));
    return items.flatMap(({ sourceKey, contentHash }, index) => {
      const held = decided.records.get(sourceKey)?.heldCurrent;
      const isConfirmed = verdicts[index]?.outcome === 'unchanged' && held?.contentHash === contentHash;
      return isConfirmed ? [{ sourceKey, no: held.no, requestId }] : [];
    });
  });
}
