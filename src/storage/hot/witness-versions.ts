// Who else said what an import brought: written only while an import of the account can be undone, so that undoing it keeps what
// others confirmed.

import { integerArray } from '../binary-values.ts';
import { textArray } from '../binary-array.ts';
import type { Feed } from './load-records.ts';
import type { Statement } from '../engine.ts';

/** A held version that a request sent again. */
export interface Witness {
  readonly sourceKey: string;
  readonly no: number;
  readonly requestId: string;
}

/** Notes each request that repeated a version which an import brought; those of `importId` itself are no witnesses. */
export function witnessVersions(
  { accountId, feed }: { readonly accountId: string; readonly feed: Feed },
  { commitId, importId }: { readonly commitId: string; readonly importId: string | null },
  witnesses: readonly Witness[],
): Statement {
  return {
    name: 'witness_versions',
    sql: `insert into version_witness (account_id, source_id, source, record_type, version_no, request_id, commit_id)
select $1, i.source_id, $2, $3, i.version_no, i.request_id, $4
from unnest($6::text[], $7::integer[], $8::text[]) i(source_id, version_no, request_id)
cross join lateral (
  select import_id from version
  where account_id = $1 and source_id = i.source_id and source = $2 and record_type = $3 and version_no = i.version_no limit 1
) v
where v.import_id is not null and v.import_id is distinct from $5::uuid
on conflict do nothing`,
    params: [
      accountId,
      feed.source,
      feed.recordType,
      commitId,
      importId,
      textArray(witnesses.map(({ sourceKey }) => sourceKey)),
      integerArray(witnesses.map(({ no }) => no)),
      textArray(witnesses.map(({ requestId }) => requestId)),
    ],
  };
}
