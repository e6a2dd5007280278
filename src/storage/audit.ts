// The audit log of an account: added to in batches, read newest first, and cut off at its end.

import { textArray } from './binary-array.ts';
import { timeFrom } from './time.ts';
import type { AccountTx } from './database.ts';
import type { AuditEntry, AuditOutcome } from '../core/audit.ts';
import type { Position } from './page.ts';

/** Adds entries in one statement. */
export async function insertAudit(tx: AccountTx, entries: readonly AuditEntry[]): Promise<void> {
  const column = (value: (entry: AuditEntry) => string | null): Uint8Array => textArray(entries.map(value));
  await tx.query({
    name: 'insert_audit',
    sql: `insert into audit (account_id, at, audit_id, operation, outcome, actor_kind, actor_id, actor_name, address, subject_id, request_id, times)
select $1::uuid, unnest($2::text[])::timestamptz, unnest($3::text[])::uuid, unnest($4::text[]), unnest($5::text[]), unnest($6::text[]),
unnest($7::text[])::uuid, unnest($8::text[]), unnest($9::text[]), unnest($10::text[])::uuid, unnest($11::text[]), unnest($12::text[])::integer
on conflict do nothing`,
    params: [
      tx.accountId,
      column(({ at }) => at),
      column(({ auditId }) => auditId),
      column(({ operation }) => operation),
      column(({ outcome }) => outcome),
      column(({ actor }) => actor.kind),
      column(({ actor }) => actor.id),
      column(({ actor }) => actor.name),
      column(({ address }) => address),
      column(({ subjectId }) => subjectId),
      column(({ requestId }) => requestId),
      column(({ times }) => String(times)),
    ],
  });
}

/** Which entries are asked for; what is absent is not asked about. */
export interface AuditFilter {
  readonly operation?: string | undefined;
  readonly outcome?: AuditOutcome | undefined;
  readonly actorId?: string | undefined;
  readonly subjectId?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface AuditPage {
  readonly filter: AuditFilter;
  readonly after: Position | null;
  readonly limit: number;
}

type AuditRow = Record<
  'at' | 'audit_id' | 'operation' | 'outcome' | 'actor_kind' | 'actor_id' | 'actor_name' | 'address' | 'times',
  string
> &
  Record<'subject_id' | 'request_id', string | null>;

/** Entries, newest first, from behind `after` on. */
export async function listAudit(tx: AccountTx, { filter, after, limit }: AuditPage): Promise<AuditEntry[]> {
  const { operation, outcome, actorId, subjectId, from, to } = filter;
  const { rows } = await tx.query<AuditRow>({
    sql: `select at, audit_id, operation, outcome, actor_kind, actor_id, actor_name, address, subject_id, request_id, times from audit
where account_id = $1 and (at, audit_id) < (coalesce($2::timestamptz, 'infinity'), coalesce($3::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
and ($4::text is null or operation = $4) and ($5::text is null or outcome = $5) and ($6::uuid is null or actor_id = $6)
and ($7::uuid is null or subject_id = $7) and at >= coalesce($8::timestamptz, '-infinity') and at < coalesce($9::timestamptz, 'infinity')
order by at desc, audit_id desc limit $10`,
    params: [
      tx.accountId,
      ...[after?.time, after?.id, operation, outcome, actorId, subjectId, from, to].map((value) => value ?? null),
      limit,
    ],
  });
  return rows.map(entryFrom);
}

function entryFrom(row: AuditRow): AuditEntry {
  return {
    at: timeFrom(row.at),
    auditId: row.audit_id,
    operation: row.operation,
    outcome: row.outcome as AuditOutcome,
    actor: { kind: row.actor_kind as AuditEntry['actor']['kind'], id: row.actor_id, name: row.actor_name },
    address: row.address,
    subjectId: row.subject_id,
    requestId: row.request_id,
    times: Number(row.times),
  };
}

const DELETE_STEP = 5_000;

/** Deletes a step of what is older; how many those were. */
export async function deleteOldAudit(tx: AccountTx, before: string): Promise<number> {
  const { rowCount } = await tx.query({
    sql: `with old as (select at, audit_id from audit where account_id = $1 and at < $2 order by at, audit_id limit ${DELETE_STEP})
delete from audit where account_id = $1 and (at, audit_id) in (select at, audit_id from old)`,
    params: [tx.accountId, before],
  });
  return rowCount;
}
