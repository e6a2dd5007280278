// How an import stands, and whether it only tries.

import { Badge, StatusBadge } from '../../parts/badges.tsx';
import type { Import } from '../../api/imports.ts';

export function Standing({ job: { state, dryRun } }: { readonly job: Import }) {
  return (
    <>
      <StatusBadge status={state} /> {dryRun && <Badge tone="info">dry run: nothing is taken in</Badge>}
    </>
  );
}
