// Everything that is kept of customers' pasts: links, the versions of all records that were ever linked to them, and what was
// revoked, each with the commit that made it known.

import { textArray } from './binary-array.ts';
import { nullableTimeFrom, timeFrom } from './time.ts';
import { pagesOf } from './verify/cursor.ts';
import type { AccountTx } from './database.ts';
import { VERSION_COLUMNS, versionFrom } from './kept-version.ts';
import type { KeptVersion } from './kept-version.ts';
import type { Row } from './engine.ts';

/** A commit by its number and time. */
export interface Moment {
  readonly commitNo: number;
  readonly recordedAt: string;
}

interface OfCustomer {
  readonly customerId: string;
}

export interface KeptLink extends OfCustomer {
  readonly source: string;
  readonly sourceKey: string;
  readonly made: Moment;
  readonly revoked: Moment | null;
}

export interface KeptStatement extends KeptVersion, OfCustomer {
  readonly source: string;
  readonly made: Moment;
}

export interface KeptRevocation extends OfCustomer {
  readonly source: string;
  readonly sourceKey: string;
  readonly no: number;
  readonly made: Moment;
  readonly restored: Moment | null;
}

/** Links to the customers, revoked ones included. */
export async function listLinks(tx: AccountTx, customerIds: readonly string[]): Promise<KeptLink[]> {
  const { rows } = await tx.query({
    name: 'list_links',
    sql: `select l.customer_id, l.source, l.source_id, k.commit_no, k.recorded_at, x.commit_no as ended_no, x.recorded_at as ended_at
from link l
join commit k on k.account_id = l.account_id and k.commit_id = l.commit_id
left join commit x on x.account_id = l.account_id and x.commit_id = l.revoked_commit_id
where l.account_id = $1 and l.customer_id = any($2::text[]::uuid[])`,
    params: [tx.accountId, textArray(customerIds)],
  });
  return rows.map((row) => ({ ...nameFrom(row), made: momentFrom(row), revoked: endFrom(row) }));
}

const LINKED = `select distinct customer_id, source, source_id from link where account_id = $1 and customer_id = any($2::text[]::uuid[])`;

/** Versions of every record that was ever linked to a customer, one customer after another, each in the order in which they became known. */
export async function* walkStatements(tx: AccountTx, customerIds: readonly string[]): AsyncGenerator<KeptStatement[]> {
  const sql = `select l.customer_id, ${VERSION_COLUMNS}, v.source, k.commit_no, k.recorded_at
from (${LINKED}) l
join version v on v.account_id = $1 and v.source_id = l.source_id and v.source = l.source and v.record_type = 'customer'
join commit k on k.account_id = v.account_id and k.commit_id = v.commit_id
order by l.customer_id, k.commit_no, v.source_id, v.source, v.version_no`;
  for await (const rows of pagesOf(tx, { name: 'statements', sql, params: [tx.accountId, textArray(customerIds)] }))
    yield rows.map((row) => ({ ...versionFrom(row), ...nameFrom(row), made: momentFrom(row) }));
}

/** Revocations of these versions, ended ones included. */
export async function listRevocations(tx: AccountTx, customerIds: readonly string[]): Promise<KeptRevocation[]> {
  const { rows } = await tx.query({
    name: 'list_revocations',
    sql: `select l.customer_id, x.source, x.source_id, x.version_no, k.commit_no, k.recorded_at, e.commit_no as ended_no, e.recorded_at as ended_at
from (${LINKED}) l
join version_revocation x on x.account_id = $1 and x.source_id = l.source_id and x.source = l.source and x.record_type = 'customer'
join commit k on k.account_id = x.account_id and k.commit_no = x.commit_no
left join commit e on e.account_id = x.account_id and e.commit_no = x.restored_commit_no`,
    params: [tx.accountId, textArray(customerIds)],
  });
  return rows.map((row) => ({ ...nameFrom(row), no: Number(row['version_no']), made: momentFrom(row), restored: endFrom(row) }));
}

function nameFrom(row: Row): { customerId: string; source: string; sourceKey: string } {
  return { customerId: row['customer_id'] as string, source: row['source'] as string, sourceKey: row['source_id'] as string };
}

function momentFrom(row: Row): Moment {
  return { commitNo: Number(row['commit_no']), recordedAt: timeFrom(row['recorded_at'] as string) };
}

function endFrom(row: Row): Moment | null {
  const recordedAt = nullableTimeFrom(row['ended_at'] ?? null);
  return recordedAt === null ? null : { commitNo: Number(row['ended_no']), recordedAt };
}
