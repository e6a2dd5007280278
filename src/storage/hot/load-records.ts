// What a batch must know before it decides: which of its records are held and how they stand, whether their customers exist,
// whether they are suppressed. One statement a batch; a record that is new to everything costs index look-ups and no row.

import { nullableTimeFrom, timeFrom } from '../time.ts';
import { textArray } from '../binary-array.ts';
import { uuidArray } from '../binary-values.ts';
import { unpackOptIns } from '../../core/source-record.ts';
import type { AccountTx } from '../database.ts';
import type { StatedOptIns } from '../../core/source-record.ts';
import type { Version } from '../../core/decide.ts';

/** The source and type that all records of a batch share. */
export interface Feed {
  readonly source: string;
  readonly recordType: string;
}

export interface RecordKey {
  readonly sourceKey: string;
  /** The customer that the record's link key derives; null for institutes and courses. */
  readonly customerId: string | null;
}

export interface LoadedRecord {
  /** Where the record stands in the keys asked for. */
  readonly at: number;
  /** How often the record's row changed; 0: there is none. */
  readonly revision: number;
  /** The form of its current version; null: there is no record. */
  readonly format: string | null;
  readonly versionCount: number;
  readonly current: Version | null;
  readonly optIns: StatedOptIns;
  /** The customer it is linked to, or would be. */
  readonly customerId: string | null;
  /** How often the customer's records changed; null: there is no such customer. */
  readonly customerRevision: number | null;
  readonly customerVersion: number | null;
  readonly isSuppressed: boolean;
  readonly hasOpenRejection: boolean;
}

export interface Loaded {
  /** The account's last commit when this was read: nothing can have changed while it stays. */
  readonly commitNo: string;
  /** Whether an import of the account can be undone at present. */
  readonly hasUndoable: boolean;
  readonly records: LoadedRecord[];
}

/**
 * Each look-up is a lateral sub-query of at most one row, which no planner can turn into a hash of the whole table: a plan made
 * while the tables were empty did that, was cached, and took in 919 records a second where this takes in 18,995.
 */
const LOAD = `
select i.at, k.commit_no, k.has_undoable, r.revision as record_revision, r.format, r.version_count, r.current_no, r.version_time, r.is_time_stated, encode(r.content_hash, 'hex') as content_hash, r.is_deleted,
  r.opt_ins, t.customer_id, c.revision, c.version,
  s.hash is not null as is_suppressed, j.source_id is not null as has_open_rejection
from (
  select commit_no, (select exists (select from import where account_id = $1 and undoable_until > clock_timestamp())) as has_undoable
  from account_counter where account_id = $1
) k
left join unnest($4::text[], $5::uuid[]) with ordinality i(source_id, customer_id, at) on true
left join lateral (
  select * from source_record where account_id = $1 and source_id = i.source_id and source = $2 and record_type = $3 limit 1
) r on true
left join lateral (select coalesce(r.customer_id, i.customer_id) as customer_id offset 0) t on true
left join lateral (select customer_id, revision, version from customer where account_id = $1 and customer_id = t.customer_id limit 1) c on true
left join lateral (
  select hash from suppression
  where (select exists (select from suppression where account_id = $1)) and account_id = $1 and hash = i.customer_id limit 1
) s on true
left join lateral (
  select source_id from rejection
  where (select exists (select from rejection where account_id = $1 and state = 'open'))
    and account_id = $1 and source_id = i.source_id and source = $2 and record_type = $3 and state = 'open' limit 1
) j on true
where r.source_id is not null or c.customer_id is not null or s.hash is not null or j.source_id is not null or i.at is null or i.at = 1`;

type LoadRow = Record<
  | 'at'
  | 'commit_no'
  | 'has_undoable'
  | 'record_revision'
  | 'format'
  | 'version_count'
  | 'current_no'
  | 'version_time'
  | 'is_time_stated'
  | 'content_hash'
  | 'is_deleted'
  | 'opt_ins'
  | 'customer_id'
  | 'revision'
  | 'version'
  | 'is_suppressed'
  | 'has_open_rejection',
  string | null
>;

/** Reads how the records of `keys` stand; those of which nothing is known have no entry. */
export async function loadRecords(tx: AccountTx, feed: Feed, keys: readonly RecordKey[]): Promise<Loaded> {
  const { rows } = await tx.query<LoadRow>({
    name: 'load_records',
    sql: LOAD,
    params: [
      tx.accountId,
      feed.source,
      feed.recordType,
      textArray(keys.map((key) => key.sourceKey)),
      uuidArray(keys.map((key) => key.customerId)),
    ],
  });
  return {
    commitNo: rows[0]?.commit_no ?? '0',
    hasUndoable: rows[0]?.has_undoable === 't',
    records: rows.filter((row) => row.at !== null).map(loadedFrom),
  };
}

function loadedFrom(row: LoadRow): LoadedRecord {
  const current = currentFrom(row);
  return {
    at: Number(row.at) - 1,
    revision: Number(row.record_revision ?? 0),
    format: row.format,
    versionCount: Number(row.version_count ?? 0),
    current,
    optIns: current === null ? {} : unpackOptIns(row.opt_ins, current),
    customerId: row.customer_id,
    customerRevision: row.revision === null ? null : Number(row.revision),
    customerVersion: row.version === null ? null : Number(row.version),
    isSuppressed: row.is_suppressed === 't',
    hasOpenRejection: row.has_open_rejection === 't',
  };
}

function currentFrom(row: LoadRow): Version | null {
  const time = nullableTimeFrom(row.version_time);
  // 0: every version of the record is revoked, so that it says nothing.
  if (time === null || row.current_no === '0') return null;
  return {
    no: Number(row.current_no),
    time,
    timeSource: row.is_time_stated === 't' ? 'stated' : 'received',
    contentHash: row.content_hash as string,
    isDeleted: row.is_deleted === 't',
  };
}

/** A version asked for by its place among those of its record. */
export interface VersionProbe {
  readonly sourceKey: string;
  readonly time: string;
  readonly contentHash: string;
}

/** Says of each probe whether that very version is held already. Only late records need it. */
export async function findHeldVersions(tx: AccountTx, feed: Feed, probes: readonly VersionProbe[]): Promise<VersionProbe[]> {
  const { rows } = await tx.query<{ source_id: string; version_time: string; content_hash: string }>({
    name: 'find_held_versions',
    sql: `select i.source_id, v.version_time, encode(v.content_hash, 'hex') as content_hash
from unnest($4::text[], $5::text[], $6::text[]) i(source_id, version_time, content_hash)
cross join lateral (
  select version_time, content_hash from version
  where account_id = $1 and source_id = i.source_id and source = $2 and record_type = $3
    and version_time = i.version_time::timestamptz and content_hash = decode(i.content_hash, 'hex') and not exists (
      select from version_revocation x where x.account_id = $1 and x.source_id = i.source_id and x.source = $2 and x.record_type = $3
        and x.version_no = version.version_no and x.restored_commit_no is null
    ) limit 1
) v`,
    params: [
      tx.accountId,
      feed.source,
      feed.recordType,
      textArray(probes.map((probe) => probe.sourceKey)),
      textArray(probes.map((probe) => probe.time)),
      textArray(probes.map((probe) => probe.contentHash)),
    ],
  });
  return rows.map((row) => ({ sourceKey: row.source_id, time: timeFrom(row.version_time), contentHash: row.content_hash }));
}
