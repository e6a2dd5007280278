// What an import brought, record by record, and its revocation: versions are kept and marked, never deleted.

import { VERSION_COLUMNS, versionFrom } from './kept-version.ts';
import type { KeptVersion } from './kept-version.ts';
import { textArray } from './binary-array.ts';
import type { AccountTx } from './database.ts';
import type { Feed } from './hot/load-records.ts';
import type { Statement } from './engine.ts';

/** Records that have versions of the import which count (`undo`), or which it revoked (`restore`), behind `after`, by id. */
export async function listImportRecords(
  tx: AccountTx,
  importId: string,
  { mode, after, limit }: { readonly mode: 'undo' | 'restore'; readonly after: string; readonly limit: number },
): Promise<string[]> {
  const table = mode === 'undo' ? 'version' : 'version_revocation';
  const isOpen = mode === 'undo' ? '' : 'and restored_commit_no is null';
  const { rows } = await tx.query<{ source_id: string }>({
    sql: `select distinct source_id from ${table} where account_id = $1 and import_id = $2 and source_id > $3 ${isOpen} order by source_id limit $4`,
    params: [tx.accountId, importId, after, limit],
  });
  return rows.map(({ source_id }) => source_id);
}

/** A version of a record that an import touched. */
export interface TouchedVersion extends KeptVersion {
  /** The import brought it. */
  readonly isOwn: boolean;
  /** Another request said the same since. */
  readonly isWitnessed: boolean;
  readonly isRevoked: boolean;
  /** It was this import's undoing that revoked it. */
  readonly isRevokedHere: boolean;
}

/** Every version of these records, in the order of their numbers. A witness whose own import is undone is none. */
export async function listTouchedVersions(
  tx: AccountTx,
  feed: Feed,
  importId: string,
  sourceKeys: readonly string[],
): Promise<TouchedVersion[]> {
  const { rows } = await tx.query({
    sql: `select ${VERSION_COLUMNS},
  coalesce(v.import_id = $5, false) as is_own,
  exists (
    select from version_witness w where w.account_id = $1 and w.source_id = v.source_id and w.source = $2 and w.record_type = $3 and w.version_no = v.version_no
      and not exists (select from import j where j.account_id = $1 and j.import_id::text = w.request_id and j.state = 'undone')
  ) as is_witnessed,
  x.import_id is not null as is_revoked, coalesce(x.import_id = $5, false) as is_revoked_here
from unnest($4::text[]) i(source_id)
cross join lateral (select * from version where account_id = $1 and source_id = i.source_id and source = $2 and record_type = $3 offset 0) v
left join lateral (
  select import_id from version_revocation x where x.account_id = $1 and x.source_id = v.source_id and x.source = $2 and x.record_type = $3
    and x.version_no = v.version_no and x.restored_commit_no is null limit 1
) x on true
order by v.source_id, v.version_no`,
    params: [tx.accountId, feed.source, feed.recordType, textArray(sourceKeys), importId],
  });
  return rows.map((row) => ({
    ...versionFrom(row),
    isOwn: row['is_own'] === 't',
    isWitnessed: row['is_witnessed'] === 't',
    isRevoked: row['is_revoked'] === 't',
    isRevokedHere: row['is_revoked_here'] === 't',
  }));
}

type Name = { readonly sourceKey: string; readonly no: number };
type Owner = { readonly accountId: string; readonly feed: Feed; readonly importId: string };

/** Marks versions as revoked, under the account's lock, which has numbered the commit. */
export function revokeVersions({ accountId, feed, importId }: Owner, names: readonly Name[]): Statement {
  return {
    name: 'revoke_versions',
    sql: `insert into version_revocation (account_id, source_id, source, record_type, version_no, commit_no, import_id)
select $1, i.source_id, $2, $3, i.version_no, (select commit_no from account_counter where account_id = $1), $4
from unnest($5::text[], $6::text[]::integer[]) i(source_id, version_no)`,
    params: [accountId, feed.source, feed.recordType, importId, ...columns(names)],
  };
}

/**
 * Has revoked versions count again. Each is found by its key and written by an upsert: `UPDATE … FROM unnest` read all that the import had
 * brought for every 500, and restored 100 records a second of 100,000 on the embedded store.
 */
export function restoreVersions({ accountId, feed, importId }: Owner, names: readonly Name[]): Statement {
  return {
    name: 'restore_versions',
    sql: `insert into version_revocation (account_id, source_id, source, record_type, version_no, commit_no, import_id, restored_commit_no)
select $1, i.source_id, $2, $3, i.version_no, x.commit_no, $4, (select commit_no from account_counter where account_id = $1)
from unnest($5::text[], $6::text[]::integer[]) i(source_id, version_no)
cross join lateral (
  select commit_no, import_id from version_revocation
  where account_id = $1 and source_id = i.source_id and source = $2 and record_type = $3 and version_no = i.version_no and restored_commit_no is null limit 1
) x
where x.import_id = $4
on conflict (account_id, source_id, source, record_type, version_no, commit_no) do update set restored_commit_no = excluded.restored_commit_no`,
    params: [accountId, feed.source, feed.recordType, importId, ...columns(names)],
  };
}

function columns(names: readonly Name[]): [Uint8Array, Uint8Array] {
  return [textArray(names.map(({ sourceKey }) => sourceKey)), textArray(names.map(({ no }) => String(no)))];
}
