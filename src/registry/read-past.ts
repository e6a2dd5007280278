// A customer as it was at a time, as it was known at a time, or both: replayed from versions and links, never read from a copy.

import { documentOf } from './save/project-customers.ts';
import { findCustomerId } from './read-customer.ts';
import { loadPast } from './load-past.ts';
import { RegistryError } from '../error.ts';
import { replay } from '../core/replay.ts';
import type { AccountScope } from '../core/account.ts';
import type { Bounds, PastCommit, PastState, Replayed } from '../core/replay.ts';
import type { CustomerName, CustomerText } from './read-customer.ts';
import type { Deps } from './save-records.ts';

export type { Bounds } from '../core/replay.ts';

/**
 * The customer within `bounds`: its `version` and `changedAt` count only the changes within them. Without bounds it is the customer
 * as it is. Throws `not_found` also where there was none yet.
 */
export async function readPast(deps: Deps, scope: AccountScope, name: CustomerName, bounds: Bounds): Promise<CustomerText> {
  const customerId = await findCustomerId(deps, scope, name);
  const { states } = replayWithin(await loadPast(deps, scope, customerId), bounds);
  const { content, version, commit } = states.at(-1) as PastState;
  const changedAt = commit.recordedAt;
  const json = `${documentOf(customerId, content, version).slice(0, -1)},"changedAt":"${changedAt}"}`;
  return { customerId, version, changedAt, json };
}

/** Replays commits, of which at least one must make a customer within the bounds. */
export function replayWithin(commits: readonly PastCommit[], bounds: Bounds): Replayed {
  const replayed = replay(commits, bounds);
  if (replayed.states.length > 0) return replayed;
  throw new RegistryError('not_found', 'There was no such customer at that time yet.');
}
