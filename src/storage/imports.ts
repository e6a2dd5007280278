// Imports as kept: one row a job, its outcomes in the receipt of the same id, and which of its batches are committed.

import { OUTCOMES, zeroCounts } from '../core/outcome.ts';
import { WORKING_STATES } from '../core/import.ts';
import { nullableTimeFrom, timeFrom } from './time.ts';
import type { AccountTx } from './database.ts';
import type { Import, ImportSettings, ImportState } from '../core/import.ts';
import type { Param, Row, Statement } from './engine.ts';
import type { Position } from './page.ts';

export interface NewImport extends ImportSettings {
  readonly importId: string;
  readonly createdAt: string;
}

export async function insertImport(tx: AccountTx, job: NewImport): Promise<void> {
  await tx.query({
    sql: `insert into import (account_id, import_id, name, source, format, record_type, policy, is_dry_run, takes_fixes, state, mapping, created_at)
values ($1, $2, $3, coalesce($4, ''), $5, $6, $7, $8, $9, 'uploading', $10::json, $11)`,
    params: [
      tx.accountId,
      job.importId,
      job.name,
      job.source,
      job.format,
      job.recordType,
      job.policy,
      job.isDryRun,
      job.takesFixes,
      job.mapping && JSON.stringify(job.mapping),
      job.createdAt,
    ],
  });
}

/** What can be changed of an import, by column. `now` stands for the present moment. */
export type ImportPatch = Partial<
  Record<
    | 'state'
    | 'bytes'
    | 'source'
    | 'format'
    | 'record_type'
    | 'carrier'
    | 'records'
    | 'columns'
    | 'issues'
    | 'plan'
    | 'undo'
    | 'reason'
    | 'is_cancel_asked'
    | 'has_file'
    | 'started_at'
    | 'finished_at'
    | 'undone_at'
    | 'undoable_until',
    Param
  >
>;

/** Changes an import that is in one of the states `from`; false: it is not, or there is none. */
export async function updateImport(tx: AccountTx, importId: string, from: readonly ImportState[], patch: ImportPatch): Promise<boolean> {
  const columns = Object.keys(patch) as (keyof ImportPatch)[];
  const sets = columns.map((column, at) => `${column} = $${at + 4}`);
  const { rowCount } = await tx.query({
    sql: `update import set ${sets.join(', ')} where account_id = $1 and import_id = $2 and state = any($3::text[])`,
    params: [tx.accountId, importId, from, ...columns.map((column) => patch[column] ?? null)],
  });
  return rowCount === 1;
}

const COUNTS = OUTCOMES.map((outcome) => `r.${outcome} as outcome_${outcome}`).join(', ');
const IMPORTS = `select i.*, ${COUNTS} from import i left join receipt r on r.account_id = i.account_id and r.request_id = i.import_id::text
where i.account_id = $1`;

export async function findImport(tx: AccountTx, importId: string): Promise<Import | null> {
  const { rows } = await tx.query({ sql: `${IMPORTS} and i.import_id = $2`, params: [tx.accountId, importId] });
  return rows[0] ? importFrom(rows[0]) : null;
}

/** Imports, newest first. */
export async function listImports(tx: AccountTx, { after, limit }: { after: Position | null; limit: number }): Promise<Import[]> {
  const { rows } = await tx.query({
    sql: `${IMPORTS} and ($3::timestamptz is null or (i.created_at, i.import_id) < ($3::timestamptz, $4::uuid))
order by i.created_at desc, i.import_id desc limit $2`,
    params: [tx.accountId, limit, after?.time ?? null, after?.id ?? null],
  });
  return rows.map(importFrom);
}

function importFrom(row: Row): Import {
  const outcomes = zeroCounts();
  for (const outcome of OUTCOMES) outcomes[outcome] = Number(row[`outcome_${outcome}`] ?? 0);
  const json = (column: string): unknown => (row[column] == null ? null : JSON.parse(row[column]));
  const time = (column: string): string | null => nullableTimeFrom(row[column] ?? null);
  return {
    importId: row['import_id'] as string,
    name: row['name'] as string,
    source: row['source'] || null,
    format: row['format'] as Import['format'],
    recordType: row['record_type'] as Import['recordType'],
    policy: row['policy'] as Import['policy'],
    isDryRun: row['is_dry_run'] === 't',
    takesFixes: row['takes_fixes'] === 't',
    mapping: json('mapping') as Import['mapping'],
    state: row['state'] as ImportState,
    bytes: Number(row['bytes']),
    carrier: row['carrier'] ?? null,
    records: row['records'] == null ? null : Number(row['records']),
    received: OUTCOMES.reduce((sum, outcome) => sum + outcomes[outcome], 0),
    outcomes,
    columns: json('columns') as Import['columns'],
    issues: json('issues') as Import['issues'],
    plan: json('plan') as Import['plan'],
    undo: json('undo') as Import['undo'],
    reason: row['reason'] ?? null,
    isCancelAsked: row['is_cancel_asked'] === 't',
    hasFile: row['has_file'] === 't',
    createdAt: timeFrom(row['created_at'] as string),
    startedAt: time('started_at'),
    finishedAt: time('finished_at'),
    undoneAt: time('undone_at'),
    undoableUntil: row['undoable_until'] === 'infinity' ? null : time('undoable_until'),
  };
}

/** Notes of those of `importIds` that ended before `since` that nobody can go on with them: their files are about to go. */
export async function closeImports(tx: AccountTx, importIds: readonly string[], since: string): Promise<void> {
  await tx.query({
    sql: `update import set has_file = false where account_id = $1 and import_id::text = any($2::text[])
  and has_file and state <> 'uploading' and not state = any($3::text[]) and coalesce(finished_at, created_at) < $4::timestamptz`,
    params: [tx.accountId, importIds, WORKING_STATES, since],
  });
}

/** Those of `importIds` that are worked on, or that ended (or, still uploading, began) at `since` or later. */
export async function listKeptImports(tx: AccountTx, importIds: readonly string[], since: string): Promise<string[]> {
  const { rows } = await tx.query<{ import_id: string }>({
    sql: `select import_id from import where account_id = $1 and import_id::text = any($2::text[])
  and (state = any($3::text[]) or coalesce(finished_at, created_at) >= $4::timestamptz)`,
    params: [tx.accountId, importIds, WORKING_STATES, since],
  });
  return rows.map(({ import_id }) => import_id);
}

/** Notes, in the transaction of the batch itself, that it is committed. A batch that is so already fails it: nothing counts twice. */
export function insertImportBatch(accountId: string, importId: string, batchNo: number): Statement {
  return {
    name: 'insert_import_batch',
    sql: 'insert into import_batch (account_id, import_id, batch_no) values ($1, $2, $3)',
    params: [accountId, importId, batchNo],
  };
}

/** The batches of an import that are committed. */
export async function listImportBatches(tx: AccountTx, importId: string): Promise<Set<number>> {
  const { rows } = await tx.query<{ batch_no: string }>({
    sql: 'select batch_no from import_batch where account_id = $1 and import_id = $2',
    params: [tx.accountId, importId],
  });
  return new Set(rows.map(({ batch_no }) => Number(batch_no)));
}
