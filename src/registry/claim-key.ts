// One request, once: the first under an idempotency key runs, and whoever sends it again gets its answer. The key is given up where
// the request failed by a fault of ours, so that trying again tries again.

import { claimKey, CLAIM_SECONDS, deleteClaim, renewClaim, settleClaim } from '../storage/idempotency.ts';
import { enterInside } from '../storage/database.ts';
import { keyHashOf, openAnswer, sealAnswer } from '../core/sealed-answer.ts';
import { RegistryError } from '../error.ts';
import type { AccountScope } from '../core/account.ts';
import type { Deps } from './save-records.ts';
import type { KeptAnswer } from '../core/sealed-answer.ts';
import type { Tx } from '../storage/database.ts';

export type { KeptAnswer } from '../core/sealed-answer.ts';

export interface KeyedRequest {
  /** As its sender chose it. */
  readonly key: string;
  /** HMAC-SHA-256, under the key, of all that makes the request what it is. */
  readonly requestHash: Uint8Array;
}

/** Keeps what an operation made as its request's answer, in the transaction that makes it: both are there, or neither is. */
export type Keep<T> = (tx: Tx, made: T) => Promise<void>;

/** What an operation is given besides that would do something else were it run twice. Called last in its transaction. */
export interface Keeping<T> {
  readonly keep?: Keep<T>;
}

/** A request that runs under its key. One of the first two must be called in the end. */
export interface RunningRequest {
  /** Keeps the answer for 24 hours, unless it is kept already. */
  settle(answer: KeptAnswer): Promise<void>;
  /** Forgets the request, unless its answer is kept: it may be sent again under the same key. */
  giveUp(): Promise<void>;
  /** Keeps the answer in a transaction that does more. Refuses where somebody else took the request over. */
  keepIn(tx: Tx, answer: KeptAnswer): Promise<void>;
}

/**
 * Claims the key, or gives the answer that is kept under it. Refuses with `idempotency_key_reused` where the key was used for
 * another request, and with `idempotency_key_in_use` while the same one is under way.
 */
export async function claimIdempotencyKey(
  deps: Deps,
  scope: AccountScope,
  { key, requestHash }: KeyedRequest,
): Promise<RunningRequest | KeptAnswer> {
  const claim = { claimId: deps.clock.id(), keyHash: keyHashOf(scope.accountId, key), requestHash };
  const held = await deps.database.forAccount(scope, (tx) => claimKey(tx, claim));
  if (!held) return running(deps, scope, { key, ...claim });
  if (!held.isSameRequest) {
    throw new RegistryError('idempotency_key_reused', 'This Idempotency-Key was used for another request: choose a new one for each.');
  }
  if (held.answer) return openAnswer({ accountId: scope.accountId, key, salt: held.claimId }, held.answer);
  throw inUse();
}

function inUse(): RegistryError {
  return new RegistryError('idempotency_key_in_use', 'The same request is under way: wait for its answer, or ask again in a second.');
}

interface OwnClaim {
  readonly key: string;
  readonly claimId: string;
  readonly keyHash: Uint8Array;
}

function running({ database, clock }: Deps, scope: AccountScope, claim: OwnClaim): RunningRequest {
  const ended = new AbortController();
  void keepAlive();
  async function keepAlive(): Promise<void> {
    const everyMs = (CLAIM_SECONDS * 1000) / 3;
    for (await clock.sleep(everyMs, ended.signal); !ended.signal.aborted; await clock.sleep(everyMs, ended.signal)) {
      await database.forAccount(scope, (tx) => renewClaim(tx, claim)).catch(() => undefined);
    }
  }
  const sealed = (answer: KeptAnswer): Buffer => sealAnswer({ accountId: scope.accountId, key: claim.key, salt: claim.claimId }, answer);
  let isKept = false;
  return {
    async settle(answer) {
      ended.abort();
      if (!isKept) await database.forAccount(scope, (tx) => settleClaim(tx, claim, sealed(answer)));
    },
    async giveUp() {
      ended.abort();
      await database.forAccount(scope, (tx) => deleteClaim(tx, claim));
    },
    async keepIn(tx, answer) {
      if (!(await settleClaim(await enterInside(tx, scope.accountId), claim, sealed(answer)))) throw inUse();
      isKept = true;
    },
  };
}
