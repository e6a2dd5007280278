// What a try makes of a delivery and of its endpoint: the rules of retrying, giving up, and disabling.

import { delayAfter, FAILING_MS_MAX } from './retry.ts';
import { settleDeliveries } from '../storage/deliveries.ts';
import { updateFailingSince, updateStanding } from '../storage/webhooks.ts';
import type { Delivery, Settlement } from '../storage/deliveries.ts';
import type { Endpoint, EndpointStanding } from '../storage/webhooks.ts';
import type { LeasedLane } from '../storage/webhooks-lanes.ts';
import type { Outcome } from './deliver.ts';
import type { Statement } from '../storage/engine.ts';

/** A try that is over and not written down yet. */
export interface Result {
  readonly delivery: Delivery;
  /** Earlier ones of the same customer for which it stood. */
  readonly replaced: readonly Delivery[];
  readonly outcome: Outcome;
}

/** A replay is outside of the order and tried once: it changes how a failed delivery stands only when it succeeds. */
export function isReplay({ state }: Delivery): boolean {
  return state !== 'pending' && state !== 'retrying';
}

/** All that a result changes of deliveries; `chance` is from 0 to 1. */
export function settlementsOf({ delivery, replaced, outcome }: Result, chance: number): Settlement[] {
  const at = outcome.attempt.at;
  const none = { dueAt: null, at, attempt: null };
  const stoodFor = replaced.map((one) => ({ ...numbersOf(one), ...none, state: 'coalesced' as const }));
  return [...stoodFor, { ...settlementOf(delivery, outcome, chance), at, attempt: JSON.stringify(outcome.attempt) }];
}

function settlementOf(delivery: Delivery, outcome: Outcome, chance: number): Omit<Settlement, 'at' | 'attempt'> {
  const { state } = delivery;
  const numbers = { ...numbersOf(delivery), attempts: delivery.attempts + 1 };
  if (outcome.verdict === 'delivered') return { ...numbers, state: 'delivered', dueAt: null };
  if (isReplay(delivery)) return { ...numbers, state, dueAt: null };
  const delay = outcome.verdict === 'gone' ? null : delayAfter(numbers.attempts, outcome.retryAfterMs, chance);
  if (delay === null) return { ...numbers, state: 'failed', dueAt: null };
  return { ...numbers, state: 'retrying', dueAt: later(outcome.attempt.at, delay) };
}

function numbersOf({ deliveryId, attempts, coalesced, previousVersion }: Delivery): Omit<Settlement, 'state' | 'dueAt' | 'at' | 'attempt'> {
  return { deliveryId, attempts, coalesced, previousVersion };
}

function later(time: string, ms: number): string {
  return new Date(Date.parse(time) + ms).toISOString();
}

/** How the results leave the endpoint; undefined members stay as they are. */
export interface EndpointNews {
  readonly failingSince?: string | null;
  readonly standing?: EndpointStanding;
}

/** A receiver that is gone, or that failed for days, is not tried any more until somebody says so. */
export function newsOf(endpoint: Pick<Endpoint, 'failingSince'>, results: readonly Result[]): EndpointNews {
  const last = results.at(-1)?.outcome;
  if (!last) return {};
  const gone = results.find(({ outcome }) => outcome.verdict === 'gone')?.outcome.attempt.at;
  if (gone !== undefined) return { standing: { state: 'disabled', reason: 'gone', at: gone } };
  if (results.some(({ outcome }) => outcome.verdict === 'delivered')) return endpoint.failingSince === null ? {} : { failingSince: null };
  const { at } = last.attempt;
  if (endpoint.failingSince === null) return { failingSince: at };
  const hasFailedLong = Date.parse(at) - Date.parse(endpoint.failingSince) >= FAILING_MS_MAX;
  return hasFailedLong ? { standing: { state: 'disabled', reason: 'failing', at } } : {};
}

/** Under the lease of a worker: nothing is written where the lane is somebody else's by now. */
export function statementsOf(lease: LeasedLane, settlements: readonly Settlement[], news: EndpointNews): Statement[] {
  const { accountId, endpointId } = lease;
  const statements = [settleDeliveries(lease, settlements)];
  if (news.failingSince !== undefined) statements.push(updateFailingSince(accountId, endpointId, news.failingSince));
  if (news.standing) statements.push(updateStanding(accountId, endpointId, news.standing));
  return statements;
}
