// Files of imports go when nobody needs them any more: neither work on them, nor a retry of what they held that was rejected. Undoing an
// import needs no file.

import { closeImports, listKeptImports } from '../storage/imports.ts';
import { secondsAfter } from '../core/moment.ts';
import type { AccountScope } from '../core/account.ts';
import type { Deps } from './save-records.ts';

const DAY_SECONDS = 86_400;

/** The files of imports that this node has. */
export interface KeptFiles {
  /** Imports of the account of which something is here. */
  imports(scope: AccountScope): Promise<string[]>;
  remove(scope: AccountScope, importId: string): Promise<void>;
}

/** Removes the files of imports that ended, or were begun and never went on, more than `days` ago; and those of no import. */
export async function forgetFiles(
  { database, clock, files }: Deps & { readonly files: KeptFiles },
  scope: AccountScope,
  days: number,
): Promise<void> {
  const here = await files.imports(scope);
  if (here.length === 0) return;
  const since = secondsAfter(clock.now(), -days * DAY_SECONDS);
  const kept = await database.forAccount(scope, async (tx) => {
    await closeImports(tx, here, since);
    return new Set(await listKeptImports(tx, here, since));
  });
  for (const importId of here) if (!kept.has(importId)) await files.remove(scope, importId);
}
