// Every record now linked to some customers, with the payload of its current version: what their projections are made of.

import { textArray } from '../binary-array.ts';
import { timeFrom } from '../time.ts';
import { unpackOptIns } from '../../core/source-record.ts';
import type { AccountTx } from '../database.ts';
import type { StatedOptIns } from '../../core/source-record.ts';

export interface LinkedPayload {
  readonly customerId: string;
  readonly source: string;
  readonly sourceKey: string;
  readonly format: string;
  readonly versionTime: string;
  readonly isDeleted: boolean;
  readonly optIns: StatedOptIns;
  readonly payload: string;
}

type Row = Record<
  'customer_id' | 'source' | 'source_id' | 'format' | 'version_time' | 'is_deleted' | 'content_hash' | 'payload',
  string
> & {
  opt_ins: string | null;
};

/** The linked records of each customer, in no particular order. A customer that does not exist has none. */
export async function loadLinks(tx: AccountTx, customerIds: readonly string[]): Promise<LinkedPayload[]> {
  const { rows } = await tx.query<Row>({
    name: 'load_links',
    sql: `select r.customer_id, r.source, r.source_id, r.format, r.version_time, r.is_deleted, encode(r.content_hash, 'hex') as content_hash, r.opt_ins, v.payload
from unnest($2::text[]::uuid[]) i(customer_id)
cross join lateral (
  select source, source_id from link where account_id = $1 and customer_id = i.customer_id and revoked_commit_id is null offset 0
) l
cross join lateral (
  select * from source_record where account_id = $1 and source_id = l.source_id and source = l.source and record_type = 'customer' limit 1
) r
cross join lateral (
  select payload from version
  where account_id = $1 and source_id = r.source_id and source = r.source and record_type = 'customer' and version_no = r.current_no limit 1
) v
where r.customer_id = i.customer_id`,
    params: [tx.accountId, textArray(customerIds)],
  });
  return rows.map((row) => ({
    customerId: row.customer_id,
    source: row.source,
    sourceKey: row.source_id,
    format: row.format,
    versionTime: timeFrom(row.version_time),
    isDeleted: row.is_deleted === 't',
    optIns: unpackOptIns(row.opt_ins, { time: timeFrom(row.version_time), contentHash: row.content_hash }),
    payload: row.payload,
  }));
}
