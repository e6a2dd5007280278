// One commit, tried until it is kept: what it writes was decided on what was read before, and where another writer came between, it is
// read and decided again.

import { DatabaseError } from '../../storage/engine.ts';
import { hasCommit } from '../../storage/commits.ts';
import { RegistryError } from '../../error.ts';
import type { AccountScope } from '../../core/account.ts';
import type { Clock } from '../../clock.ts';
import type { Database } from '../../storage/database.ts';
import type { Statement } from '../../storage/engine.ts';

/** How often a commit is tried while others change the same records. */
const TRIES_MAX = 12;

/** SQLSTATEs after which the same commit may succeed: conflict, serialization failure, deadlock, and the key that another took. */
const RETRYABLE = new Set(['CL409', '40001', '40P01', '23505']);

type Deps = { readonly database: Database; readonly clock: Clock };

/** What is to be kept, and what its caller gets once it is. No statements: there is nothing to keep. */
interface Prepared<T> {
  readonly statements: readonly Statement[];
  readonly value: T;
}

/**
 * Prepares a commit and keeps it. Refuses with `conflict` when other writers win every time, and with `unavailable` when the store
 * went away; nothing was kept then.
 */
export async function commitUntilKept<T>(
  { database, clock }: Deps,
  scope: AccountScope,
  prepare: (commitId: string) => Promise<Prepared<T>>,
): Promise<T> {
  for (let tries = 1; tries <= TRIES_MAX; tries += 1) {
    const commitId = clock.id();
    const { statements, value } = await prepare(commitId);
    if (statements.length === 0 || (await isKept({ database, clock }, scope, { commitId, statements }))) return value;
    await clock.sleep(tries * tries * Math.random());
  }
  throw new RegistryError('conflict', 'Other requests kept changing the same records; send this one again.');
}

/** False: another writer came between. */
async function isKept(deps: Deps, scope: AccountScope, commit: { commitId: string; statements: readonly Statement[] }): Promise<boolean> {
  try {
    await deps.database.commitAll(scope, commit.statements);
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    if (RETRYABLE.has(error.code)) return false;
    if (error.code !== 'CLOSED') throw error;
    await expectCommitted(deps, scope, commit.commitId);
  }
  return true;
}

const LOOKS_MAX = 10;
const LOOK_EVERY_MS = 500;

/** The connection went away around the COMMIT: only the store knows whether it happened, so it is asked until it answers. */
async function expectCommitted({ database, clock }: Deps, scope: AccountScope, commitId: string): Promise<void> {
  for (let look = 1; look <= LOOKS_MAX; look += 1) {
    const isCommitted = await database.forAccount(scope, (tx) => hasCommit(tx, commitId)).catch(() => null);
    if (isCommitted === true) return;
    if (isCommitted === false) break;
    await clock.sleep(LOOK_EVERY_MS);
  }
  throw new RegistryError('unavailable', 'The store went away before the records were kept; send them again.');
}
