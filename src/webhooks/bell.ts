// Word to the workers of every node that something was committed for a webhook. It is said after commits and not in them, and once for
// many: a `NOTIFY` makes the commits that say it wait for each other. What is lost of it is found by the workers' own looks.

import { tellWorkers } from '../storage/webhooks-lanes.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../storage/database.ts';

const EVERY_MS_MIN = 20;

export interface Bell {
  /** Something was committed. */
  ring(): void;
  /** Resolves when all is said. */
  rest(): Promise<void>;
}

/** `workerId` is this process's own worker, which is woken without it; null: there is none. */
export function openBell({ database, clock }: { database: Database; clock: Clock }, workerId: string | null): Bell {
  let isAsked = false;
  let ringing: Promise<void> | null = null;

  async function ring(): Promise<void> {
    while (isAsked) {
      isAsked = false;
      await database.onPlatform((tx) => tellWorkers(tx, workerId)).catch(() => undefined);
      await clock.sleep(EVERY_MS_MIN);
    }
    ringing = null;
  }

  return {
    ring() {
      // No other process has the embedded store open.
      if (database.kind === 'embedded') return;
      isAsked = true;
      ringing ??= ring();
    },
    rest: async () => ringing ?? undefined,
  };
}
