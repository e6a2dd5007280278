// The statements that keep what sources said: records' rows, their new versions, and the links of new ones.
// A plain INSERT meets a concurrent writer as a unique violation, an UPDATE as a missing row: both mean "read again".

import { booleanArray, bytesArray, integerArray, timeArray, uuidArray } from '../binary-values.ts';
import { textArray } from '../binary-array.ts';
import type { Feed } from './load-records.ts';
import type { Param, Statement } from '../engine.ts';
import type { TimeSource } from '../../core/source-record.ts';

export interface RecordRow {
  readonly sourceKey: string;
  /** The form of its current version. */
  readonly format: string;
  readonly customerId: string | null;
  /** How often the record had changed when it was read; 0: it is new. */
  readonly heldRevision: number;
  readonly versionCount: number;
  readonly currentNo: number;
  readonly versionTime: string;
  readonly timeSource: TimeSource;
  readonly contentHash: string;
  readonly isDeleted: boolean;
  /** JSON, or null where no version ever stated an opt-in. */
  readonly optIns: string | null;
  /** Another id that the current version states; kept where an older version came. */
  readonly secondId: string | null;
}

export interface VersionRow {
  readonly sourceKey: string;
  readonly no: number;
  readonly time: string;
  readonly timeSource: TimeSource;
  readonly contentHash: string;
  readonly isDeleted: boolean;
  readonly payload: string;
}

/** What a commit's new rows say of their coming. */
export interface Arrival {
  readonly commitId: string;
  /** The import that brought them, if any. */
  readonly importId: string | null;
  readonly format: string;
}

type Owner = { readonly accountId: string; readonly feed: Feed };

/**
 * Arrays are unnested in the select list, here and below: as a FROM item each of the arrays goes through a store of its own before
 * rows are made of them, which took 1.2 times as long.
 */
const INSERT_RECORDS = `insert into source_record (account_id, source, record_type, source_id, format, customer_id, revision, version_count, current_no, version_time,
  is_time_stated, content_hash, is_deleted, opt_ins, second_id)
select $1, $2, $3, unnest($4::text[]), unnest($5::text[]), unnest($6::uuid[]), unnest($7::integer[]), unnest($8::integer[]),
  unnest($9::integer[]), unnest($10::timestamptz[]), unnest($11::boolean[]), unnest($12::bytea[]),
  unnest($13::boolean[]), unnest($14::text[]), unnest($15::text[])`;

export function insertSourceRecords(owner: Owner, rows: readonly RecordRow[]): Statement {
  return { name: 'insert_source_records', sql: INSERT_RECORDS, params: recordParams(owner, rows) };
}

/**
 * Points records at their new current version, unless another writer changed them meanwhile. An upsert finds each row by its
 * primary key whatever the planner believes; `UPDATE … FROM unnest` read all 20,000 rows 1,000 times while statistics were young.
 */
export function updateSourceRecords(owner: Owner, rows: readonly RecordRow[]): Statement {
  return {
    name: 'update_source_records',
    sql: `with updated as (
  ${INSERT_RECORDS}
  on conflict (account_id, source_id, source, record_type) do update set format = excluded.format, revision = excluded.revision, version_count = excluded.version_count,
    current_no = excluded.current_no, version_time = excluded.version_time, is_time_stated = excluded.is_time_stated,
    content_hash = excluded.content_hash, is_deleted = excluded.is_deleted, opt_ins = excluded.opt_ins,
    second_id = case when excluded.current_no = source_record.current_no then source_record.second_id else excluded.second_id end
  where source_record.revision = excluded.revision - 1
  returning 1
)
select expect_rows(count(*), $16::bigint) from updated`,
    params: [...recordParams(owner, rows), rows.length],
  };
}

function recordParams({ accountId, feed }: Owner, rows: readonly RecordRow[]): Param[] {
  return [
    accountId,
    feed.source,
    feed.recordType,
    textArray(rows.map((row) => row.sourceKey)),
    textArray(rows.map((row) => row.format)),
    uuidArray(rows.map((row) => row.customerId)),
    integerArray(rows.map((row) => row.heldRevision + 1)),
    integerArray(rows.map((row) => row.versionCount)),
    integerArray(rows.map((row) => row.currentNo)),
    timeArray(rows.map((row) => row.versionTime)),
    booleanArray(rows.map((row) => row.timeSource === 'stated')),
    bytesArray(rows.map((row) => row.contentHash)),
    booleanArray(rows.map((row) => row.isDeleted)),
    textArray(rows.map((row) => row.optIns)),
    textArray(rows.map((row) => row.secondId)),
  ];
}

/** Adds versions that came in one commit, all in one form. */
export function insertVersions(
  { accountId, feed }: Owner,
  { commitId, importId, format }: Arrival,
  rows: readonly VersionRow[],
): Statement {
  return {
    name: 'insert_versions',
    sql: `insert into version (account_id, source, record_type, commit_id, import_id, format, source_id, version_no, version_time, is_time_stated, content_hash, is_deleted, payload)
select $1, $2, $3, $4, $5::uuid, $6, unnest($7::text[]), unnest($8::integer[]), unnest($9::timestamptz[]), unnest($10::boolean[]),
  unnest($11::bytea[]), unnest($12::boolean[]), unnest($13::text[])`,
    params: [
      accountId,
      feed.source,
      feed.recordType,
      commitId,
      importId,
      format,
      textArray(rows.map((row) => row.sourceKey)),
      integerArray(rows.map((row) => row.no)),
      timeArray(rows.map((row) => row.time)),
      booleanArray(rows.map((row) => row.timeSource === 'stated')),
      bytesArray(rows.map((row) => row.contentHash)),
      booleanArray(rows.map((row) => row.isDeleted)),
      textArray(rows.map((row) => row.payload)),
    ],
  };
}

/** Links new records to the customers that their link keys derive. */
export function insertLinks({ accountId, feed }: Owner, commitId: string, rows: readonly RecordRow[]): Statement {
  return {
    name: 'insert_links',
    sql: `insert into link (account_id, source, commit_id, kind, customer_id, source_id)
select $1, $2, $3, 'automatic', unnest($4::uuid[]), unnest($5::text[])`,
    params: [accountId, feed.source, commitId, uuidArray(rows.map((row) => row.customerId)), textArray(rows.map((row) => row.sourceKey))],
  };
}

/** A record that a batch only read, and in which revision. */
export type ReadRecord = Pick<RecordRow, 'sourceKey' | 'heldRevision'>;

/**
 * Refuses to go on where a record that was only read (`unchanged`) has changed since. Runs under the account's lock, and looks
 * only when another commit came between: `commitNo` is the last one at the time of reading.
 */
export function expectUnchanged({ accountId, feed }: Owner, commitNo: string, rows: readonly ReadRecord[]): Statement {
  return {
    name: 'expect_unchanged',
    sql: `select expect_rows(case
  when (select commit_no from account_counter where account_id = $1) = $6::bigint + 1 then $7::bigint
  else (
    select count(*) from unnest($4::text[], $5::integer[]) i(source_id, revision)
    cross join lateral (
      select 1 from source_record
      where account_id = $1 and source_id = i.source_id and source = $2 and record_type = $3 and revision = i.revision limit 1
    ) r
  ) end, $7::bigint)`,
    params: [
      accountId,
      feed.source,
      feed.recordType,
      textArray(rows.map((row) => row.sourceKey)),
      integerArray(rows.map((row) => row.heldRevision)),
      commitNo,
      rows.length,
    ],
  };
}
