// How old the oldest event is that an endpoint was not told of yet: the one number that shows a receiver in trouble, whatever the reason.

import { findOldestOpen } from '../storage/deliveries.ts';
import { listBusyLanes } from '../storage/webhooks-lanes.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../storage/database.ts';

export interface Backlog {
  readonly accountId: string;
  readonly endpointId: number;
  readonly ageSeconds: number;
  /** Paused, or disabled: nothing is sent until somebody says so. */
  readonly isHeld: boolean;
}

/** More are not worth a look at each scrape. */
const LANES_MAX = 1_000;

/** Every endpoint with something untold. */
export async function readBacklogs({ database, clock }: { database: Database; clock: Clock }): Promise<Backlog[]> {
  const backlogs: Backlog[] = [];
  for (const { accountId, endpointId, isHeld } of await database.onPlatform((tx) => listBusyLanes(tx, LANES_MAX))) {
    const oldest = await database.forAccount({ accountId, idKey: new Uint8Array() }, (tx) => findOldestOpen(tx, endpointId));
    if (oldest === null) continue;
    const ageSeconds = Math.max(0, (Date.parse(clock.now()) - Date.parse(oldest)) / 1000);
    backlogs.push({ accountId, endpointId, ageSeconds, isHeld });
  }
  return backlogs;
}
