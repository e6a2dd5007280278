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

/** Entries that one step deletes. */
const DELETE_STEP = 1_000;

/** Before every entry. */
export const FIRST_ENTRY: Position = { time: '-infinity', id: '00000000-0000-0000-0000-000000000000' };

/**
 * Deletes a step of the entries behind `after` that are older than `before`; gives the last of them, behind which the next step begins, or
 * null: there was none. They are looked for one by one, as deliveries are (`deleteDeliveries`), so that a step costs the same whatever is kept.
 */
export async function deleteOldAudit(tx: AccountTx, { after, before }: { after: Position; before: string }): Promise<Position | null> {
  const { rows } = await tx.query<{ at: string; audit_id: string }>({
    sql: `with recursive walk (at, audit_id, step) as (
  select $2::timestamptz, $3::uuid, 0
  union all
  select next.at, next.audit_id, w.step + 1 from walk w cross join lateral (
    select a.at, a.audit_id from audit a
    where a.account_id = $1 and (a.at, a.audit_id) > (w.at, w.audit_id) and a.at < $4::timestamptz order by a.at, a.audit_id limit 1
  ) next where w.step < ${DELETE_STEP}
), last as (
  select at, audit_id from walk where step > 0 order by step desc limit 1
), deleted as (
  delete from audit where account_id = $1 and (at, audit_id) > ($2::timestamptz, $3::uuid)
    and (at, audit_id) <= ((select at from last), (select audit_id from last))
)
select at, audit_id from last`,
    params: [tx.accountId, after.time, after.id, before],
  });
  const [last] = rows;
  return last ? { time: last.at, id: last.audit_id } : null;
}
