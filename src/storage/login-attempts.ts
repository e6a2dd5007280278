// How often somebody guessed wrong, by bucket (a username, an address, both together), shared by all nodes. A guess is counted
// before its password is looked at, so that many at once are no way around.

import type { LoginName } from './logins.ts';
import type { Tx } from './database.ts';

/** One bucket: after so many failures each further guess waits twice as long as the one before. */
export interface AttemptBucket {
  readonly hash: Uint8Array;
  readonly failuresFree: number;
}

/** The longest wait; a quiet day forgets everything. */
const WAIT_SECONDS_MAX = 900;
const FORGOTTEN_AFTER = `interval '24 hours'`;
const FORGOTTEN_AT_ONCE = 100;

/** `failed_at` plus the wait that its failures earned; `$3` is how many are free. */
const WAITS_UNTIL = `(a.failed_at + case when a.failures < $3::integer then interval '0'
else least(power(2, least(a.failures - $3::integer, 20)), ${WAIT_SECONDS_MAX}) * interval '1 second' end)`;

/** Counts a guess; gives how many seconds to wait where it comes too early, which counts nothing, else 0. */
export async function insertAttempt(tx: Tx, { hash, failuresFree }: AttemptBucket, now: string): Promise<number> {
  const params = [hash, now, failuresFree];
  const { rowCount } = await tx.query({
    sql: `insert into login_attempt as a (bucket, failures, failed_at) values ($1, 1, $2)
on conflict (bucket) do update set failures = case when a.failed_at < $2::timestamptz - ${FORGOTTEN_AFTER} then 1 else a.failures + 1 end, failed_at = $2
where $2 >= ${WAITS_UNTIL}`,
    params,
  });
  if (rowCount === 1) return 0;
  const { rows } = await tx.query<{ seconds: string }>({
    sql: `select ceil(extract(epoch from ${WAITS_UNTIL} - $2::timestamptz)) as seconds from login_attempt a where bucket = $1`,
    params,
  });
  return Math.max(1, Number(rows[0]?.seconds ?? 1));
}

/** Forgets a bucket's failures: whoever guessed knew the password. */
export async function deleteAttempts(tx: Tx, hash: Uint8Array): Promise<void> {
  await tx.query({ sql: 'delete from login_attempt where bucket = $1', params: [hash] });
}

/** Takes one guess back that was none, and leaves those of others. */
export async function settleAttempt(tx: Tx, hash: Uint8Array): Promise<void> {
  await tx.query({ sql: 'update login_attempt set failures = greatest(failures - 1, 0) where bucket = $1', params: [hash] });
}

/** Drops some buckets that are forgotten anyway. */
export async function deleteOldAttempts(tx: Tx, now: string): Promise<void> {
  await tx.query({
    sql: `delete from login_attempt where bucket in (select bucket from login_attempt
where failed_at < $1::timestamptz - ${FORGOTTEN_AFTER} order by failed_at limit ${FORGOTTEN_AT_ONCE} for update skip locked)`,
    params: [now],
  });
}

/** Addresses from which a login entered within this time are known to it. */
const KNOWN_FOR = `interval '90 days'`;

interface SeenAddress {
  readonly addressHash: Uint8Array;
  readonly now: string;
}

/** Whether a login entered from this address before. */
export async function isKnownAddress(tx: Tx, { accountId, loginId }: LoginName, { addressHash, now }: SeenAddress): Promise<boolean> {
  const { rowCount } = await tx.query({
    sql: `select 1 from login_address where account_id = $1 and login_id = $2 and address_hash = $3
and last_used_at > $4::timestamptz - ${KNOWN_FOR}`,
    params: [accountId, loginId, addressHash, now],
  });
  return rowCount === 1;
}

/** Notes that a login entered from this address. */
export async function insertAddress(tx: Tx, { accountId, loginId }: LoginName, { addressHash, now }: SeenAddress): Promise<void> {
  await tx.query({
    sql: `insert into login_address (account_id, login_id, address_hash, last_used_at) values ($1, $2, $3, $4)
on conflict (account_id, login_id, address_hash) do update set last_used_at = excluded.last_used_at`,
    params: [accountId, loginId, addressHash, now],
  });
  await tx.query({
    sql: `delete from login_address where account_id = $1 and login_id = $2 and last_used_at <= $3::timestamptz - ${KNOWN_FOR}`,
    params: [accountId, loginId, now],
  });
}
