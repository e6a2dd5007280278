// What became of each webhook delivery, for who looks for one, and sending some again.

import { addressedEndpoint } from './read-webhook.ts';
import { ENDPOINT_ID } from '../storage/outbox.ts';
import { findDelivery, listDeliveries, updateOneToReplay, updateToReplay } from '../storage/deliveries-kept.ts';
import { RegistryError } from '../error.ts';
import { wakeLane } from '../storage/webhooks-lanes.ts';
import type { AccountScope } from '../core/account.ts';
import type { DeliveryFilter, KeptDelivery } from '../storage/deliveries-kept.ts';
import type { Deps } from './save-records.ts';
import type { Keeping } from './claim-key.ts';

export type { DeliveryFilter, KeptDelivery };

/** A page of deliveries, latest event first. */
export function readDeliveries(
  { database }: Deps,
  scope: AccountScope,
  { filter, ...page }: { filter: DeliveryFilter; after: string | null; limit: number },
): Promise<KeptDelivery[]> {
  return database.forAccount(scope, (tx) => listDeliveries(tx, filter, page));
}

/** One delivery with the log of its attempts. Throws `not_found`. */
export async function readDelivery(
  { database }: Deps,
  scope: AccountScope,
  deliveryId: string,
): Promise<KeptDelivery & { log: unknown[] }> {
  const found = await database.forAccount(scope, (tx) => findDelivery(tx, deliveryId));
  if (!found) throw noDelivery();
  return { ...found.delivery, log: JSON.parse(found.attemptLog) as unknown[] };
}

/** More in one go are asked for again. */
const REPLAYS_MAX = 10_000;

/** How many are sent again, and whether more are left. */
export interface Replays {
  readonly replays: number;
  readonly hasMore: boolean;
}

/**
 * Has settled deliveries sent again, oldest first; how many, and whether that was the most that goes at once. Throws `state_unsuitable` where
 * the account has no webhook address.
 */
export async function replayDeliveries(
  { database, clock, keep }: Deps & Keeping<Replays>,
  scope: AccountScope,
  filter: DeliveryFilter,
): Promise<Replays> {
  return database.inTransaction(scope, async (tx) => {
    await addressedEndpoint(tx);
    const replays = await updateToReplay(tx, filter, { now: clock.now(), limit: REPLAYS_MAX });
    if (replays > 0) await wakeLane(tx, ENDPOINT_ID);
    const made = { replays, hasMore: replays === REPLAYS_MAX };
    await keep?.(tx, made);
    return made;
  });
}

/** Has one sent again. Throws `not_found`, or `state_unsuitable` for one that is still on its way, and where there is no address. */
export async function replayDelivery(
  { database, clock, keep }: Deps & Keeping<void>,
  scope: AccountScope,
  deliveryId: string,
): Promise<void> {
  await database.inTransaction(scope, async (tx) => {
    if (!(await findDelivery(tx, deliveryId))) throw noDelivery();
    await addressedEndpoint(tx);
    if (!(await updateOneToReplay(tx, deliveryId, clock.now())))
      throw new RegistryError('state_unsuitable', 'The delivery is still on its way: it can be replayed when it is settled.');
    await wakeLane(tx, ENDPOINT_ID);
    await keep?.(tx);
  });
}

function noDelivery(): RegistryError {
  return new RegistryError('not_found', 'There is no delivery with this id.');
}
