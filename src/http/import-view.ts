// An import as its reader sees it, at once or as a stream of events (server-sent events, WHATWG HTML 9.2).

import { Readable } from 'node:stream';
import { WORKING_STATES } from '../core/import.ts';
import { readImport } from '../registry/import-jobs.ts';
import type { AccountScope } from '../core/account.ts';
import type { Context } from './context.ts';
import type { Import } from '../core/import.ts';

export function importView({ importId, isDryRun, takesFixes, isCancelAsked: _asked, mapping: _mapping, ...job }: Import): object {
  return { id: importId, ...job, dryRun: isDryRun, fixes: takesFixes };
}

/** An import among others: its plan is for who reads it alone. */
export function listedImport(job: Import): object {
  return { ...importView(job), plan: null };
}

const LOOK_EVERY_MS = 500;
/** Proxies close connections on which nothing moves. */
const SILENCE_MS_MAX = 15_000;

/** An event at each change of the import, the last one when it has ended. */
export function importEvents({ ingest }: Context, scope: AccountScope, importId: string): Readable {
  return Readable.from(events());

  async function* events(): AsyncGenerator<string> {
    let told = '';
    let silentMs = 0;
    for (;;) {
      const job = await readImport(ingest, scope, importId);
      const event = `event: import\ndata: ${JSON.stringify(importView(job))}\n\n`;
      if (event !== told) yield event;
      else if (silentMs >= SILENCE_MS_MAX) yield ': still here\n\n';
      silentMs = event !== told || silentMs >= SILENCE_MS_MAX ? 0 : silentMs + LOOK_EVERY_MS;
      told = event;
      if (!isUnderWay(job)) return;
      await ingest.clock.sleep(LOOK_EVERY_MS);
    }
  }
}

function isUnderWay({ state }: Import): boolean {
  return state === 'uploading' || WORKING_STATES.includes(state);
}
