// Housekeeping between requests: after many records the store is asked to tidy up, once at a time.

import type { Database } from '../storage/database.ts';
import type { Log } from '../log.ts';

/** Records kept between two rounds. */
const RECORDS_BETWEEN = 200_000;

export interface Housekeeping {
  /** Told of every commit; starts a round when enough was kept since the last. */
  onKept(records: number): void;
  /** Resolves when no round is under way. */
  rest(): Promise<void>;
}

export function openHousekeeping(database: Database, log: Log): Housekeeping {
  let kept = 0;
  let round: Promise<void> = Promise.resolve();
  let isTidying = false;
  async function tidy(): Promise<void> {
    isTidying = true;
    try {
      await database.tidy();
    } catch (error) {
      log.warn({ code: (error as { code?: string }).code }, 'tidying the store failed; it is tried again later');
    }
    isTidying = false;
  }
  return {
    onKept(records) {
      kept += records;
      if (isTidying || kept < RECORDS_BETWEEN) return;
      kept = 0;
      round = tidy();
    },
    rest: () => round,
  };
}
