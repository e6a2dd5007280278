// Deleted accounts whose grace is over lose everything they held, but for keyed hashes of their usernames. Interrupted at any point,
// the next round goes on where this one ended.

import {
  deleteAccount,
  deleteSomeRows,
  listAccountTables,
  listDeletedAccounts,
  listUsernames,
  markPurge,
} from '../../storage/purge-account.ts';
import { findAccount, lockPlatform } from '../../storage/accounts.ts';
import { retireUsernames } from './retired-username.ts';
import type { AccountDeps } from './account-deps.ts';
import type { AccountScope } from '../../core/account.ts';
import type { Log } from '../../log.ts';

const DAY_MS = 86_400_000;
const EVERY_MS = 3_600_000;

/** Files that lie beside the store, by account. */
export interface AccountFiles {
  /** Accounts that have any here. */
  accounts(): Promise<string[]>;
  removeAccount(accountId: string): Promise<void>;
}

export interface PurgeDeps extends AccountDeps {
  readonly files: AccountFiles;
}

/** Purges every account whose grace is over, and files of accounts that are gone; gives how many accounts. `signal` ends it early. */
export async function purgeAccounts(deps: PurgeDeps, signal?: AbortSignal): Promise<number> {
  const { database, clock, graceDays } = deps;
  const now = clock.now();
  const until = new Date(Date.parse(`${now.slice(0, 23)}Z`) - graceDays * DAY_MS).toISOString();
  let purged = 0;
  for (const scope of await database.onPlatform((tx) => listDeletedAccounts(tx, until))) {
    const isMarked = await database.onPlatform((tx) => markPurge(tx, scope.accountId, { now, until }));
    if (isMarked && (await purgeAccount(deps, scope, signal))) purged += 1;
  }
  await removeFiles(deps);
  return purged;
}

async function purgeAccount({ database, secrets }: AccountDeps, scope: AccountScope, signal?: AbortSignal): Promise<boolean> {
  for (const table of await database.onPlatform(listAccountTables)) {
    let isMore = true;
    while (isMore && signal?.aborted !== true) isMore = await database.forAccount(scope, (tx) => deleteSomeRows(tx, table));
  }
  if (signal?.aborted === true) return false;
  await database.onPlatform(async (tx) => {
    await lockPlatform(tx);
    await retireUsernames(tx, secrets, await listUsernames(tx, scope.accountId));
    await deleteAccount(tx, scope.accountId);
  });
  return true;
}

/** Each node has files of its own, and another may have purged their account. */
async function removeFiles({ database, files }: PurgeDeps): Promise<void> {
  for (const accountId of await files.accounts()) {
    const account = await database.onPlatform((tx) => findAccount(tx, accountId));
    if (!account) await files.removeAccount(accountId);
  }
}

/** Purges from now on, at once and every hour; gives what ends it. */
export function startPurging(deps: PurgeDeps, log: Log): () => Promise<void> {
  const ended = new AbortController();
  const running = run();
  async function run(): Promise<void> {
    while (!ended.signal.aborted) {
      await purgeAccounts(deps, ended.signal).then(
        (purged) => purged > 0 && log.info({ purged }, 'purged deleted accounts'),
        (error: unknown) => log.warn({ code: (error as { code?: string }).code }, 'a purge broke off; it goes on in an hour'),
      );
      await deps.clock.sleep(EVERY_MS, ended.signal);
    }
  }
  return async () => {
    ended.abort();
    await running;
  };
}
