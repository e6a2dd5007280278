// What `verify` reads: everything an account holds, in the order in which it can be recomputed, in one snapshot.

import { nullableTimeFrom, timeFrom } from './time.ts';
import { pagesOf } from './verify/cursor.ts';
import type { AccountScope } from '../core/account.ts';
import type { AccountTx, Database } from './database.ts';
import type { Row } from './engine.ts';

export { listFaults } from './verify/bookkeeping.ts';

/** Every account of the store, deleted ones included, in the order of their ids. */
export async function listScopes(database: Database): Promise<AccountScope[]> {
  const sql = `select account_id, encode(id_key, 'hex') as id_key from account order by account_id`;
  const { rows } = await database.onPlatform((tx) => tx.query<Record<'account_id' | 'id_key', string>>({ sql }));
  return rows.map((row) => ({ accountId: row.account_id, idKey: Buffer.from(row.id_key, 'hex') }));
}

/** Runs `body` on one unchanging state of the account, however much is written meanwhile. */
export function onSnapshot<T>(database: Database, scope: AccountScope, body: (tx: AccountTx) => Promise<T>): Promise<T> {
  return database.inTransaction(scope, async (tx) => {
    await tx.query({ sql: 'set transaction isolation level repeatable read, read only' });
    return body(tx);
  });
}

/**
 * The walks go along the keys in their order, so that nothing is sorted that does not fit into memory: joined by hash instead,
 * all payloads of the account would be sorted on disk first.
 */
const ALONG_KEYS = { enable_hashjoin: 'off', enable_mergejoin: 'off', enable_seqscan: 'off', cursor_tuple_fraction: '0.001' };

export async function walkAlongKeys(tx: AccountTx): Promise<void> {
  for (const [name, value] of Object.entries(ALONG_KEYS)) await tx.query({ sql: `set local ${name} = ${value}` });
}

/**
 * Sums join whole tables, by hash or in order. Without fresh statistics the planner believes that an account has a few hundred rows and
 * compares each with each: 17,834 versions with 13,786 records in 26.8 s.
 */
export async function joinWhole(tx: AccountTx): Promise<void> {
  for (const name of Object.keys(ALONG_KEYS)) await tx.query({ sql: `set local ${name} to default` });
  await tx.query({ sql: 'set local enable_nestloop = off' });
}

export interface KeptCustomer {
  readonly customerId: string;
  readonly version: number;
  readonly isErased: boolean;
  readonly document: string | null;
  /** The stored columns by their names, times as the registry speaks them. */
  readonly columns: Readonly<Record<string, string | null>>;
}

const CUSTOMERS = `select customer_id, version, status, birth_date, gender, country, institute_id, course_id, consent_marketing, consent_sms, created_at, updated_at,
  address_line, address_city, address_zip, document, erased_at is not null as is_erased
from customer where account_id = $1 order by customer_id`;

/** Every customer in the order of its id. */
export async function* walkCustomers(tx: AccountTx): AsyncGenerator<KeptCustomer[]> {
  for await (const rows of pagesOf(tx, { name: 'customers', sql: CUSTOMERS, params: [tx.accountId] })) yield rows.map(customerFrom);
}

function customerFrom({ customer_id, version, document, is_erased, created_at, updated_at, ...columns }: Row): KeptCustomer {
  const times = { created_at: nullableTimeFrom(created_at ?? null), updated_at: nullableTimeFrom(updated_at ?? null) };
  return {
    customerId: customer_id as string,
    version: Number(version),
    isErased: is_erased === 't',
    document: document ?? null,
    columns: { ...columns, ...times },
  };
}

/** What places a version, as its own row or its record's row says. */
export interface KeptPlace {
  readonly no: number;
  readonly time: string;
  readonly isTimeStated: boolean;
  readonly contentHash: string;
  readonly isDeleted: boolean;
}

export interface KeptVersion extends KeptPlace {
  readonly format: string;
  /** Null where it was erased. */
  readonly payload: string | null;
  readonly isRevoked: boolean;
}

/** One source record as its row has it, reached by its live link (or, being no person's, without one). */
export interface KeptRecord {
  readonly source: string;
  readonly sourceKey: string;
  readonly recordType: string;
  readonly link: { readonly customerId: string; readonly kind: string; readonly commitId: string } | null;
  /** Null: there is a link, and no such record. */
  readonly row: KeptRecordRow | null;
}

export interface KeptRecordRow {
  readonly format: string;
  readonly customerId: string | null;
  readonly versionCount: number;
  readonly current: KeptPlace;
  /** The stored JSON text. */
  readonly optIns: string | null;
  readonly secondId: string | null;
}

/** One version with its record; a record without any version comes once, with null. */
export type RecordVersion = readonly [KeptRecord, KeptVersion | null];

const RECORD_COLUMNS = `r.format, r.customer_id, r.version_count, r.current_no, r.version_time, r.is_time_stated, encode(r.content_hash, 'hex') as content_hash,
  r.is_deleted, r.opt_ins, r.second_id`;
const VERSION_COLUMNS = `v.version_no, v.version_time as own_time, v.is_time_stated as is_own_time_stated, encode(v.content_hash, 'hex') as own_hash,
  v.is_deleted as is_own_deleted, v.format as own_format, v.payload, v.is_revoked`;
const VERSIONS = `select v.*, exists (
    select from version_revocation x where x.account_id = $1 and x.source_id = v.source_id and x.source = v.source and x.record_type = v.record_type
      and x.version_no = v.version_no and x.restored_commit_no is null
  ) as is_revoked
  from version v where v.account_id = $1`;

const LINKED = `select l.customer_id as linked_id, l.kind, l.commit_id, l.source, l.source_id, 'customer' as record_type, ${RECORD_COLUMNS}, ${VERSION_COLUMNS}
from link l
left join lateral (
  select * from source_record where account_id = $1 and source_id = l.source_id and source = l.source and record_type = 'customer' limit 1
) r on true
left join lateral (
  ${VERSIONS} and v.source_id = l.source_id and v.source = l.source and v.record_type = 'customer' offset 0
) v on true
where l.account_id = $1 and l.revoked_commit_id is null
order by l.customer_id, l.source_id, l.source, l.commit_id, v.version_no`;

const OTHERS = `select null as linked_id, null as kind, null as commit_id, r.source, r.source_id, r.record_type, ${RECORD_COLUMNS}, ${VERSION_COLUMNS}
from source_record r
left join lateral (
  ${VERSIONS} and v.source_id = r.source_id and v.source = r.source and v.record_type = r.record_type offset 0
) v on true
where r.account_id = $1 and r.record_type <> 'customer'
order by r.source_id, r.source, r.record_type, v.version_no`;

/** Every version of every record that a live link leads to, by customer, record and number. */
export async function* walkLinked(tx: AccountTx): AsyncGenerator<RecordVersion[]> {
  for await (const rows of pagesOf(tx, { name: 'linked', sql: LINKED, params: [tx.accountId] })) yield rows.map(recordVersionFrom);
}

/** Every version of every institute and course, by record and number. */
export async function* walkOthers(tx: AccountTx): AsyncGenerator<RecordVersion[]> {
  for await (const rows of pagesOf(tx, { name: 'others', sql: OTHERS, params: [tx.accountId] })) yield rows.map(recordVersionFrom);
}

function recordVersionFrom(row: Row): RecordVersion {
  const { source, source_id, record_type, linked_id, kind, commit_id } = row;
  const isLinked = linked_id !== null && linked_id !== undefined;
  const record: KeptRecord = {
    source: source as string,
    sourceKey: source_id as string,
    recordType: record_type as string,
    link: isLinked ? { customerId: linked_id, kind: kind as string, commitId: commit_id as string } : null,
    row: row['format'] === null ? null : recordRowFrom(row),
  };
  return [record, row['version_no'] === null ? null : versionFrom(row)];
}

function recordRowFrom(row: Row): KeptRecordRow {
  return {
    format: row['format'] as string,
    customerId: row['customer_id'] ?? null,
    versionCount: Number(row['version_count']),
    current: {
      no: Number(row['current_no']),
      time: timeFrom(row['version_time'] as string),
      isTimeStated: row['is_time_stated'] === 't',
      contentHash: row['content_hash'] as string,
      isDeleted: row['is_deleted'] === 't',
    },
    optIns: row['opt_ins'] ?? null,
    secondId: row['second_id'] ?? null,
  };
}

function versionFrom(row: Row): KeptVersion {
  return {
    no: Number(row['version_no']),
    time: timeFrom(row['own_time'] as string),
    isTimeStated: row['is_own_time_stated'] === 't',
    contentHash: row['own_hash'] as string,
    isDeleted: row['is_own_deleted'] === 't',
    format: row['own_format'] as string,
    payload: row['payload'] ?? null,
    isRevoked: row['is_revoked'] === 't',
  };
}
