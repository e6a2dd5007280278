// The records now linked to some customers, with what their current versions say: what projections are made of.

import { integerArray, uuidArray } from '../binary-values.ts';
import { textArray } from '../binary-array.ts';
import { timeFrom } from '../time.ts';
import { unpackOptIns } from '../../core/source-record.ts';
import type { AccountTx } from '../database.ts';
import type { Feed } from './load-records.ts';
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

/** A customer, and the record of one source that is known already: not to be loaded. Null: all are. */
export interface LinksProbe {
  readonly customerId: string;
  readonly knownKey: string | null;
}

/** The linked records of each customer but for those of `source` that are known, in no particular order. A customer that does not exist has none. */
export async function loadLinks(tx: AccountTx, source: string, probes: readonly LinksProbe[]): Promise<LinkedPayload[]> {
  const { rows } = await tx.query<Row>({
    name: 'load_links',
    sql: `select r.customer_id, r.source, r.source_id, r.format, r.version_time, r.is_deleted, encode(r.content_hash, 'hex') as content_hash, r.opt_ins, v.payload
from unnest($3::uuid[], $4::text[]) i(customer_id, known_id)
cross join lateral (
  select source, source_id from link
  where account_id = $1 and customer_id = i.customer_id and revoked_commit_id is null and (source, source_id) is distinct from ($2::text, i.known_id) offset 0
) l
cross join lateral (
  select * from source_record where account_id = $1 and source_id = l.source_id and source = l.source and record_type = 'customer' limit 1
) r
cross join lateral (
  select payload from version
  where account_id = $1 and source_id = r.source_id and source = r.source and record_type = 'customer' and version_no = r.current_no limit 1
) v
where r.customer_id = i.customer_id`,
    params: [tx.accountId, source, uuidArray(probes.map((probe) => probe.customerId)), textArray(probes.map((probe) => probe.knownKey))],
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

/** A version by its place among those of its record. */
export interface PayloadProbe {
  readonly sourceKey: string;
  readonly no: number;
}

/** What was kept of each of these versions, which are held, in their order: one look-up a record where finding it by its link takes three. */
export async function loadPayloads(tx: AccountTx, { source, recordType }: Feed, probes: readonly PayloadProbe[]): Promise<string[]> {
  const { rows } = await tx.query<{ payload: string }>({
    name: 'load_payloads',
    sql: `select v.payload from unnest($4::text[], $5::integer[]) with ordinality i(source_id, version_no, at)
left join lateral (
  select payload from version
  where account_id = $1 and source_id = i.source_id and source = $2 and record_type = $3 and version_no = i.version_no limit 1
) v on true order by i.at`,
    params: [
      tx.accountId,
      source,
      recordType,
      textArray(probes.map((probe) => probe.sourceKey)),
      integerArray(probes.map((probe) => probe.no)),
    ],
  });
  return rows.map((row) => row.payload);
}
