// How much one account may ask of this node: requests, and records sent in, each so many a second. Beyond them it is told when to go on,
// and other accounts' requests are answered meanwhile.

import { findCaller } from './auth.ts';
import { grow, secondsUntil } from '../core/allowance.ts';
import { RegistryError } from '../error.ts';
import type { Allowance } from '../core/allowance.ts';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** Per account, node and second. */
export interface Rates {
  readonly requests: number;
  readonly records: number;
}

export interface RateLimits {
  readonly rates: Rates;
  /** Told of records that were kept, whichever way they came. */
  onKept(accountId: string, records: number): void;
  /** Spends one request; gives how many seconds to wait where there is none to spend, and for what. */
  spend(accountId: string, bringsRecords: boolean): { seconds: number; of: keyof Rates };
}

/** Accounts in memory; beyond them all start anew. */
const ACCOUNTS_MAX = 10_000;

export function openRateLimits(rates: Rates, nowMs: () => number): RateLimits {
  const held = new Map<string, Record<keyof Rates, Allowance>>();
  const heldOf = (accountId: string): Record<keyof Rates, Allowance> => {
    const known = held.get(accountId);
    if (known) return known;
    if (held.size >= ACCOUNTS_MAX) held.clear();
    const fresh = { requests: { left: rates.requests, atMs: nowMs() }, records: { left: rates.records, atMs: nowMs() } };
    held.set(accountId, fresh);
    return fresh;
  };
  const spendFrom = (accountId: string, of: keyof Rates, amount: number): void => {
    const account = heldOf(accountId);
    const { left, atMs } = grow(account[of], rates[of], nowMs());
    account[of] = { left: left - amount, atMs };
  };
  return {
    rates,
    onKept: (accountId, records) => spendFrom(accountId, 'records', records),
    spend(accountId, bringsRecords) {
      const { requests, records } = heldOf(accountId);
      const recordSeconds = bringsRecords ? secondsUntil(grow(records, rates.records, nowMs()), 0, rates.records) : 0;
      if (recordSeconds > 0) return { seconds: recordSeconds, of: 'records' };
      const seconds = secondsUntil(grow(requests, rates.requests, nowMs()), 1, rates.requests);
      if (seconds === 0) spendFrom(accountId, 'requests', 1);
      return { seconds, of: 'requests' };
    },
  };
}

/** Holds every request of a known caller to its account's rates. Runs before anything of it is read. */
export function limitRates(app: FastifyInstance, { limits }: { limits: RateLimits }): void {
  app.addHook('onRequest', async (request, reply) => {
    const caller = findCaller(request);
    if (!caller) return;
    const { seconds, of } = limits.spend(caller.accountId, request.routeOptions.config.permission === 'customers.write');
    if (seconds > 0) refuse(reply, { seconds, of, rate: limits.rates[of] });
  });
}

/** `RateLimit` and `RateLimit-Policy` as draft-ietf-httpapi-ratelimit-headers has them. */
function refuse(reply: FastifyReply, { seconds, of, rate }: { seconds: number; of: keyof Rates; rate: number }): never {
  void reply.headers({ 'ratelimit-policy': `"${of}";q=${rate};w=1`, ratelimit: `"${of}";r=0;t=${seconds}` });
  throw new RegistryError('rate_limited', `The account may have ${rate} ${of} a second here: go on in ${seconds} s.`, {
    retryAfterSeconds: seconds,
  });
}
