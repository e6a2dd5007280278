// The statements that keep what sources said: records' rows, their new versions, and the links of new ones.
// A plain INSERT meets a concurrent writer as a unique violation, an UPDATE as a missing row: both mean "read again".

import { BOOLEAN, BYTES, INTEGER, integerArray, TIME, UUID } from '../binary-values.ts';
import { column, Rows } from '../rows.ts';
import { TEXT, textArray } from '../binary-array.ts';
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

const RECORD_COLUMNS = [
  column(TEXT, (row: RecordRow) => row.sourceKey),
  column(TEXT, (row: RecordRow) => row.format),
  column(UUID, (row: RecordRow) => row.customerId),
  column(INTEGER, (row: RecordRow) => row.heldRevision + 1),
  column(INTEGER, (row: RecordRow) => row.versionCount),
  column(INTEGER, (row: RecordRow) => row.currentNo),
  column(TIME, (row: RecordRow) => row.versionTime),
  column(BOOLEAN, (row: RecordRow) => row.timeSource === 'stated'),
  column(BYTES, (row: RecordRow) => row.contentHash),
  column(BOOLEAN, (row: RecordRow) => row.isDeleted),
  column(TEXT, (row: RecordRow) => row.optIns),
  column(TEXT, (row: RecordRow) => row.secondId),
];

/** Room for about so many records' rows. */
export function recordRows(countLikely: number): Rows<RecordRow> {
  return new Rows(RECORD_COLUMNS, countLikely);
}

export function insertSourceRecords(owner: Owner, rows: Rows<RecordRow>): Statement {
  return { name: 'insert_source_records', sql: INSERT_RECORDS, params: recordParams(owner, rows) };
}

/**
 * Points records at their new current version, unless another writer changed them meanwhile. An upsert finds each row by its
 * primary key whatever the planner believes; `UPDATE … FROM unnest` read all 20,000 rows 1,000 times while statistics were young.
 */
export function updateSourceRecords(owner: Owner, rows: Rows<RecordRow>): Statement {
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
    params: [...recordParams(owner, rows), rows.count],
  };
}

function recordParams({ accountId, feed }: Owner, rows: Rows<RecordRow>): Param[] {
  return [accountId, feed.source, feed.recordType, ...rows.params()];
}

const VERSION_COLUMNS = [
  column(TEXT, (row: VersionRow) => row.sourceKey),
  column(INTEGER, (row: VersionRow) => row.no),
  column(TIME, (row: VersionRow) => row.time),
  column(BOOLEAN, (row: VersionRow) => row.timeSource === 'stated'),
  column(BYTES, (row: VersionRow) => row.contentHash),
  column(BOOLEAN, (row: VersionRow) => row.isDeleted),
  column(TEXT, (row: VersionRow) => row.payload),
];

/** Room for about so many versions' rows. */
export function versionRows(countLikely: number): Rows<VersionRow> {
  return new Rows(VERSION_COLUMNS, countLikely);
}

/** Adds versions that came in one commit, all in one form. */
export function insertVersions({ accountId, feed }: Owner, { commitId, importId, format }: Arrival, rows: Rows<VersionRow>): Statement {
  return {
    name: 'insert_versions',
    sql: `insert into version (account_id, source, record_type, commit_id, import_id, format, source_id, version_no, version_time, is_time_stated, content_hash, is_deleted, payload)
select $1, $2, $3, $4, $5::uuid, $6, unnest($7::text[]), unnest($8::integer[]), unnest($9::timestamptz[]), unnest($10::boolean[]),
  unnest($11::bytea[]), unnest($12::boolean[]), unnest($13::text[])`,
    params: [accountId, feed.source, feed.recordType, commitId, importId, format, ...rows.params()],
  };
}

/** A new record, and the customer that its link key derives. */
export type LinkRow = Pick<RecordRow, 'sourceKey' | 'customerId'>;

const LINK_COLUMNS = [column(UUID, (row: LinkRow) => row.customerId), column(TEXT, (row: LinkRow) => row.sourceKey)];

/** Room for about so many links' rows. */
export function linkRows(countLikely: number): Rows<LinkRow> {
  return new Rows(LINK_COLUMNS, countLikely);
}

/** Links new records to the customers that their link keys derive. */
export function insertLinks({ accountId, feed }: Owner, commitId: string, rows: Rows<LinkRow>): Statement {
  return {
    name: 'insert_links',
    sql: `insert into link (account_id, source, commit_id, kind, customer_id, source_id)
select $1, $2, $3, 'automatic', unnest($4::uuid[]), unnest($5::text[])`,
    params: [accountId, feed.source, commitId, ...rows.params()],
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
