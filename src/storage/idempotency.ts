// Claims on idempotency keys and the answers kept under them. A claim is a lease: where its holder died, another may take it over.

import type { AccountTx } from './database.ts';

/** How long a claim holds without being renewed; its holder renews it well before. */
export const CLAIM_SECONDS = 60;
export const KEPT_HOURS = 24;

export interface Claim {
  readonly claimId: string;
  readonly keyHash: Uint8Array;
  readonly requestHash: Uint8Array;
}

/** What is known of a key that somebody else holds. */
export interface HeldKey {
  readonly claimId: string;
  readonly isSameRequest: boolean;
  /** Sealed; null while the request is under way. */
  readonly answer: Buffer | null;
}

/** Claims the key for a request; gives what is held where it is taken. A key is free again when it expired, or its holder died over the same request. */
export async function claimKey(tx: AccountTx, { claimId, keyHash, requestHash }: Claim): Promise<HeldKey | null> {
  const { rowCount } = await tx.query({
    name: 'claim_key',
    sql: `insert into idempotency (account_id, key_hash, request_hash, claim_id, claimed_until, expires_at)
values ($1, $2, $3, $4, clock_timestamp() + interval '${CLAIM_SECONDS} seconds', clock_timestamp() + interval '${KEPT_HOURS} hours')
on conflict (account_id, key_hash) do update set request_hash = excluded.request_hash, claim_id = excluded.claim_id,
  claimed_until = excluded.claimed_until, expires_at = excluded.expires_at, answer = null
where idempotency.expires_at < clock_timestamp()
  or (idempotency.answer is null and idempotency.claimed_until < clock_timestamp() and idempotency.request_hash = excluded.request_hash)`,
    params: [tx.accountId, keyHash, requestHash, claimId],
  });
  return rowCount === 1 ? null : findKey(tx, keyHash, requestHash);
}

async function findKey(tx: AccountTx, keyHash: Uint8Array, requestHash: Uint8Array): Promise<HeldKey | null> {
  const { rows } = await tx.query<{ claim_id: string; is_same: string; answer: string | null }>({
    name: 'find_key',
    sql: `select claim_id, request_hash = $3 as is_same, encode(answer, 'hex') as answer from idempotency where account_id = $1 and key_hash = $2`,
    params: [tx.accountId, keyHash, requestHash],
  });
  const [row] = rows;
  // Given up between the two statements: whoever asks meets a request that just ended.
  if (!row) return { claimId: '', isSameRequest: true, answer: null };
  return { claimId: row.claim_id, isSameRequest: row.is_same === 't', answer: row.answer === null ? null : Buffer.from(row.answer, 'hex') };
}

type Held = Pick<Claim, 'claimId' | 'keyHash'>;

export async function renewClaim(tx: AccountTx, { claimId, keyHash }: Held): Promise<void> {
  await tx.query({
    sql: `update idempotency set claimed_until = clock_timestamp() + interval '${CLAIM_SECONDS} seconds'
where account_id = $1 and key_hash = $2 and claim_id = $3 and answer is null`,
    params: [tx.accountId, keyHash, claimId],
  });
}

/** Keeps the sealed answer for whoever sends the same request again; false where the claim is another's by now. */
export async function settleClaim(tx: AccountTx, { claimId, keyHash }: Held, answer: Uint8Array): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'settle_claim',
    sql: `update idempotency set answer = $4, expires_at = clock_timestamp() + interval '${KEPT_HOURS} hours'
where account_id = $1 and key_hash = $2 and claim_id = $3`,
    params: [tx.accountId, keyHash, claimId, answer],
  });
  return rowCount === 1;
}

/** Gives the key up: the request may be tried again under it. An answer that is kept stays. */
export async function deleteClaim(tx: AccountTx, { claimId, keyHash }: Held): Promise<void> {
  await tx.query({
    name: 'delete_claim',
    sql: 'delete from idempotency where account_id = $1 and key_hash = $2 and claim_id = $3 and answer is null',
    params: [tx.accountId, keyHash, claimId],
  });
}

/** Forgets what was kept as long as promised. */
export async function deleteExpiredKeys(tx: AccountTx): Promise<void> {
  await tx.query({ sql: 'delete from idempotency where account_id = $1 and expires_at < clock_timestamp()', params: [tx.accountId] });
}
