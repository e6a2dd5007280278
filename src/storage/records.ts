// Source records read by their own names: as their senders would read them back.

import { textArray } from './binary-array.ts';
import { timeFrom } from './time.ts';
import type { AccountTx } from './database.ts';

export interface RecordSelector {
  readonly source: string;
  readonly recordType: string;
}

/** Which of `ids` (as compared) are held and not deleted. */
export async function findRecordIds(tx: AccountTx, selector: RecordSelector, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const { rows } = await tx.query<{ source_id: string }>({
    name: 'find_record_ids',
    sql: `select r.source_id from unnest($4::text[]) i(source_id)
cross join lateral (
  select source_id from source_record where account_id = $1 and source_id = i.source_id and source = $2 and record_type = $3 and not is_deleted and current_no > 0 limit 1
) r`,
    params: [tx.accountId, selector.source, selector.recordType, textArray(ids)],
  });
  return new Set(rows.map((row) => row.source_id));
}

/** The current version of one source record. */
export interface CurrentRecord {
  readonly sourceKey: string;
  readonly format: string;
  readonly payload: string;
  readonly versionTime: string;
  readonly isDeleted: boolean;
  /** When its first version was committed: the creation time of a record that states none. */
  readonly firstReceivedAt: string;
}

type Row = Record<'source_id' | 'format' | 'payload' | 'version_time' | 'is_deleted' | 'first_received_at', string>;

const CURRENT = `select r.source_id, r.format, v.payload, r.version_time, r.is_deleted, (
  select k.recorded_at from version f join commit k on k.account_id = f.account_id and k.commit_id = f.commit_id
  where f.account_id = r.account_id and f.source_id = r.source_id and f.source = r.source and f.record_type = r.record_type and f.version_no = 1
) as first_received_at
from source_record r
join version v on v.account_id = r.account_id and v.source_id = r.source_id and v.source = r.source and v.record_type = r.record_type and v.version_no = r.current_no
where r.account_id = $1 and r.source = $2 and r.record_type = $3 and r.format = $4`;

export interface FormatSelector extends RecordSelector {
  readonly format: string;
}

export async function findCurrentRecord(tx: AccountTx, selector: FormatSelector, sourceKey: string): Promise<CurrentRecord | null> {
  const { rows } = await tx.query<Row>({
    name: 'find_current_record',
    sql: `${CURRENT} and r.source_id = $5`,
    params: [tx.accountId, selector.source, selector.recordType, selector.format, sourceKey],
  });
  return rows[0] ? currentFrom(rows[0]) : null;
}

/** Records after `after` in the order of their ids, at most `limit`. */
export async function listCurrentRecords(
  tx: AccountTx,
  selector: FormatSelector,
  { after, limit }: { after: string; limit: number },
): Promise<CurrentRecord[]> {
  const { rows } = await tx.query<Row>({
    name: 'list_current_records',
    sql: `${CURRENT} and r.source_id > $5 order by r.source_id limit $6`,
    params: [tx.accountId, selector.source, selector.recordType, selector.format, after, limit],
  });
  return rows.map(currentFrom);
}

/** One record of a customer as it stands now, whatever its format. */
export interface LinkedCurrentRecord extends CurrentRecord {
  readonly source: string;
  /** How many statements of it are kept; the current one is `currentNo` of them. */
  readonly versionCount: number;
  readonly currentNo: number;
  readonly isTimeStated: boolean;
  /** When the current version was committed. */
  readonly receivedAt: string;
}

/** A customer has one record a source, but for merges; this bounds what a page of them can hold. */
const LINKED_RECORDS_MAX = 1_000;

type LinkedRow = Row & Record<'source' | 'version_count' | 'current_no' | 'is_time_stated' | 'received_at', string>;

/** The records now linked to a customer, by source and id; erased ones are left out. */
export async function listLinkedRecords(tx: AccountTx, customerId: string): Promise<LinkedCurrentRecord[]> {
  const { rows } = await tx.query<LinkedRow>({
    name: 'list_linked_records',
    sql: `select l.source, l.source_id, r.format, r.version_count, r.current_no, r.version_time, r.is_time_stated, r.is_deleted, v.payload, v.received_at,
  f.received_at as first_received_at
from link l
cross join lateral (
  select * from source_record where account_id = $1 and source_id = l.source_id and source = l.source and record_type = 'customer' limit 1
) r
cross join lateral (${receivedVersion('r.current_no')}) v
cross join lateral (${receivedVersion('1')}) f
where l.account_id = $1 and l.customer_id = $2 and l.revoked_commit_id is null and v.payload is not null
order by l.source, l.source_id limit ${LINKED_RECORDS_MAX}`,
    params: [tx.accountId, customerId],
  });
  return rows.map((row) => ({
    ...currentFrom(row),
    source: row.source,
    versionCount: Number(row.version_count),
    currentNo: Number(row.current_no),
    isTimeStated: row.is_time_stated === 't',
    receivedAt: timeFrom(row.received_at),
  }));
}

function receivedVersion(no: string): string {
  return `select v.payload, k.recorded_at as received_at from version v join commit k on k.account_id = $1 and k.commit_id = v.commit_id
  where v.account_id = $1 and v.source_id = l.source_id and v.source = l.source and v.record_type = 'customer' and v.version_no = ${no} limit 1`;
}

function currentFrom(row: Row): CurrentRecord {
  return {
    sourceKey: row.source_id,
    format: row.format,
    payload: row.payload,
    versionTime: timeFrom(row.version_time),
    isDeleted: row.is_deleted === 't',
    firstReceivedAt: timeFrom(row.first_received_at),
  };
}
