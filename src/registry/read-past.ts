// A customer as it was at a time, as it was known at a time, or both: replayed from versions and links, never read from a copy.

import { documentOf } from './save/project-customers.ts';
import { findCustomerId } from './read-customer.ts';
import { replayPast } from './replay-past.ts';
import type { AccountScope } from '../core/account.ts';
import type { Bounds, PastState } from '../core/replay.ts';
import type { CustomerName, CustomerText } from './read-customer.ts';
import type { Deps } from './save-records.ts';

export type { Bounds } from '../core/replay.ts';

/**
 * The customer within `bounds`: its `version` and `changedAt` count only the changes within them. Without bounds it is the customer
 * as it is. Throws `not_found` also where there was none yet.
 */
export async function readPast(deps: Deps, scope: AccountScope, name: CustomerName, bounds: Bounds): Promise<CustomerText> {
  const customerId = await findCustomerId(deps, scope, name);
  return textOf(customerId, (await replayPast(deps, scope, { customerId, bounds })).last);
}

/** A past state as it is read. */
export function textOf(customerId: string, { content, version, commit }: PastState): CustomerText {
  const changedAt = commit.recordedAt;
  const json = `${documentOf(customerId, content, version).slice(0, -1)},"changedAt":"${changedAt}"}`;
  return { customerId, version, changedAt, json };
}
