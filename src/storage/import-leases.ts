// Which imports have work to do, and which node does it: a lease that its holder prolongs while it lives. A node that is gone stops
// prolonging, and another takes over.

import type { AccountScope } from '../core/account.ts';
import type { AccountTx, Tx } from './database.ts';

/** How long a silent node keeps a job. */
const LEASE = `interval '10 seconds'`;

export interface Lease {
  readonly leaseId: string;
  readonly scope: AccountScope;
  readonly importId: string;
}

/** Puts the import where nodes look for work. */
export async function insertLease(tx: AccountTx, importId: string): Promise<void> {
  await tx.query({
    sql: `insert into import_lease (account_id, import_id, leased_until) values ($1, $2, '-infinity')
on conflict (account_id, import_id) do update set leased_until = '-infinity', lease_id = null`,
    params: [tx.accountId, importId],
  });
}

/** Takes the import that has waited longest and that nobody works on; null: there is none. */
export async function leaseImport(tx: Tx, leaseId: string): Promise<Lease | null> {
  const { rows } = await tx.query<Record<'account_id' | 'import_id' | 'id_key', string>>({
    sql: `with next as (
  select account_id, import_id from import_lease where leased_until < clock_timestamp() order by leased_until limit 1 for update skip locked
)
update import_lease l set lease_id = $1, leased_until = clock_timestamp() + ${LEASE}
from next join account a on a.account_id = next.account_id
where l.account_id = next.account_id and l.import_id = next.import_id
returning l.account_id, l.import_id, encode(a.id_key, 'hex') as id_key`,
    params: [leaseId],
  });
  const [row] = rows;
  return row ? { leaseId, importId: row.import_id, scope: { accountId: row.account_id, idKey: Buffer.from(row.id_key, 'hex') } } : null;
}

/** Prolongs a lease; false: somebody else has the job by now. */
export async function prolongLease(tx: Tx, { leaseId, scope, importId }: Lease): Promise<boolean> {
  const { rowCount } = await tx.query({
    sql: `update import_lease set leased_until = clock_timestamp() + ${LEASE} where account_id = $1 and import_id = $2 and lease_id = $3`,
    params: [scope.accountId, importId, leaseId],
  });
  return rowCount === 1;
}

/** Gives a job back, to be taken after a pause (by another node, or by this one). */
export async function releaseLease(tx: Tx, { leaseId, scope, importId }: Lease, pauseSeconds: number): Promise<void> {
  await tx.query({
    sql: `update import_lease set lease_id = null, leased_until = clock_timestamp() + make_interval(secs => $4)
where account_id = $1 and import_id = $2 and lease_id = $3`,
    params: [scope.accountId, importId, leaseId, pauseSeconds],
  });
}

/** The job has no more work to do. */
export async function deleteLease(tx: Tx, { leaseId, scope, importId }: Lease): Promise<void> {
  await tx.query({
    sql: 'delete from import_lease where account_id = $1 and import_id = $2 and lease_id = $3',
    params: [scope.accountId, importId, leaseId],
  });
}

/** Frees every lease: for a store that only one process can have, all holders but this are gone. */
export async function releaseAllLeases(tx: Tx): Promise<void> {
  await tx.query({ sql: `update import_lease set lease_id = null, leased_until = '-infinity'` });
}
