// Following an account's changes: pages in their one order, from where the reader is, waiting for the next where there is none yet.

import { listChanges } from '../storage/changes.ts';
import { openCommitSignal } from './commit-signal.ts';
import { RegistryError } from '../error.ts';
import type { AccountScope } from '../core/account.ts';
import type { Change } from '../storage/changes.ts';
import type { CommitSignal, Listener } from './commit-signal.ts';
import type { Deps } from './save-records.ts';

export type { Change } from '../storage/changes.ts';

/** Readers of one account that wait at the same time, in this process. */
export const READERS_PER_ACCOUNT_MAX = 20;
/** After this long a reader is let go, and comes back with a credential that is looked at anew. */
const READER_MS_MAX = 600_000;

/** Where to read on: behind a sequence, behind all there is now, or (null) from the first that is kept. */
export type After = number | 'latest' | null;

export interface ChangePage {
  readonly changes: readonly Change[];
  /** Where the next page begins. */
  readonly after: number;
  /** The account's last change; more follow while `after` is less. */
  readonly last: number;
}

/** What to read, and for how long to wait for it. */
export interface Asked {
  readonly after: After;
  readonly limit: number;
  readonly waitMs: number;
}

/** One reader that waits, in one of its account's slots until `end`. */
export interface ChangeReader {
  /** The next page; empty where none came in time. Throws as `read` does. */
  next(asked: Asked): Promise<ChangePage>;
  readonly isOver: boolean;
  end(): void;
}

export interface ChangeFeed {
  /** A page as it is now. Throws `changes_gone` behind the horizon, and `request_invalid` ahead of the last change. */
  read(scope: AccountScope, after: After, limit: number): Promise<ChangePage>;
  /** Takes a slot of the account. Throws `too_many_readers` where there is none. */
  open(scope: AccountScope): ChangeReader;
  /** Told after each commit that this process made. */
  onCommit(accountId: string): void;
  /** Lets every reader go. */
  close(): void;
}

export function openChangeFeed(deps: Deps): ChangeFeed {
  const signal = openCommitSignal(deps.clock);
  const readers = new Map<string, Set<Reader>>();
  return {
    read: (scope, after, limit) => readPage(deps, scope, after, limit),
    open(scope) {
      const own = readers.get(scope.accountId) ?? new Set();
      if (own.size >= READERS_PER_ACCOUNT_MAX) {
        const message = `At most ${READERS_PER_ACCOUNT_MAX} readers of an account may wait for changes at once: end one, or read without waiting.`;
        throw new RegistryError('too_many_readers', message);
      }
      readers.set(scope.accountId, own);
      const reader = new Reader(deps, { scope, signal, leave: () => own.delete(reader) });
      own.add(reader);
      return reader;
    },
    onCommit: (accountId) => signal.raise(accountId),
    close: () => [...readers.values()].flatMap((own) => [...own]).forEach((reader) => reader.end()),
  };
}

interface Place {
  readonly scope: AccountScope;
  readonly signal: CommitSignal;
  readonly leave: () => void;
}

class Reader implements ChangeReader {
  readonly #deps: Deps;
  readonly #place: Place;
  readonly #listener: Listener;
  readonly #endsAtMs: number;
  #isEnded = false;

  constructor(deps: Deps, place: Place) {
    this.#deps = deps;
    this.#place = place;
    this.#listener = place.signal.listen(place.scope.accountId);
    this.#endsAtMs = deps.clock.elapsedMs() + READER_MS_MAX;
  }

  get isOver(): boolean {
    return this.#isEnded || this.#deps.clock.elapsedMs() >= this.#endsAtMs;
  }

  async next({ after, limit, waitMs }: Asked): Promise<ChangePage> {
    const until = this.#deps.clock.elapsedMs() + waitMs;
    let page = await readPage(this.#deps, this.#place.scope, after, limit);
    for (let leftMs = waitMs; page.changes.length === 0 && leftMs > 0 && !this.#isEnded; leftMs = until - this.#deps.clock.elapsedMs()) {
      await this.#listener.wait(leftMs);
      page = await readPage(this.#deps, this.#place.scope, page.after, limit);
    }
    return page;
  }

  end(): void {
    this.#isEnded = true;
    this.#listener.end();
    this.#place.leave();
  }
}

async function readPage({ database }: Deps, scope: AccountScope, asked: After, limit: number): Promise<ChangePage> {
  const from = asked === 'latest' ? null : asked;
  const { changes, horizon, last } = await database.forAccount(scope, (tx) => listChanges(tx, from, asked === 'latest' ? 0 : limit));
  if (asked === 'latest') return { changes, after: last, last };
  const after = asked ?? horizon;
  if (after < horizon) throw gone(horizon);
  if (after <= last) return { changes, after: changes.at(-1)?.sequence ?? after, last };
  throw new RegistryError('request_invalid', `There is no change ${after} yet: the last one is ${last}.`);
}

function gone(horizon: number): RegistryError {
  const message = `Changes up to ${horizon} are no longer kept: list the customers anew, then read on with after=${horizon}.`;
  return new RegistryError('changes_gone', message, { details: { restartAfter: horizon } });
}
