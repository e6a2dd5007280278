// What a store holds of one account, read to be compared with the model: in the model's own terms, and history in committed order.

import { openDatabase } from '../../src/storage/database.ts';
import type { AccountScope } from '../../src/core/account.ts';
import type { AccountTx, StoreSettings } from '../../src/storage/database.ts';
import type { Format } from '../../src/formats/record.ts';

export interface StoredVersion {
  readonly commitNo: number;
  readonly recordedAt: string;
  readonly source: string;
  readonly format: Format;
  readonly payload: string;
}

export interface Stored {
  /** The JSON of each customer but for `changedAt`, by id. */
  readonly customers: ReadonlyMap<string, string>;
  readonly links: readonly string[];
  /** As `source/type/id time hash`. */
  readonly versions: readonly string[];
  /** Every version in the order of its commit, and of its record's numbers. */
  readonly history: readonly StoredVersion[];
  readonly changes: readonly string[];
}

type Row = Record<string, string>;

const HISTORY = `select k.commit_no, k.recorded_at, v.source, v.format, v.payload, v.record_type, v.source_id, encode(v.content_hash, 'hex') as content_hash,
  to_char(v.version_time, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as version_time
from version v
join source_record r on r.account_id = v.account_id and r.source_id = v.source_id and r.source = v.source and r.record_type = v.record_type
join commit k on k.account_id = v.account_id and k.commit_id = v.commit_id
where v.account_id = $1 order by k.commit_no, v.source_id, v.source, v.version_no`;

/** Reads a store that nobody has open. */
export async function readStored(settings: StoreSettings, scope: AccountScope): Promise<Stored> {
  const database = await openDatabase(settings);
  try {
    return await database.forAccount(scope, storedIn);
  } finally {
    await database.close();
  }
}

async function storedIn(tx: AccountTx): Promise<Stored> {
  const rows = async (sql: string): Promise<Row[]> => (await tx.query({ sql, params: [tx.accountId] })).rows as Row[];
  const customers = await rows('select customer_id, document from customer where account_id = $1');
  const links = await rows(`select customer_id || ' ← ' || source || '/' || source_id as name from link where account_id = $1`);
  const history = await rows(HISTORY);
  const changes = await rows('select * from change where account_id = $1 order by sequence');
  return {
    customers: new Map(customers.map((row) => [row['customer_id'] as string, row['document'] as string])),
    links: links.map((row) => row['name'] as string).sort(),
    versions: history
      .map((row) => `${row['source']}/${row['record_type']}/${row['source_id']} ${row['version_time']} ${row['content_hash']}`)
      .sort(),
    history: history.map(versionFrom),
    changes: changes.map(changeName),
  };
}

function versionFrom(row: Row): StoredVersion {
  return {
    commitNo: Number(row['commit_no']),
    recordedAt: row['recorded_at'] as string,
    source: row['source'] as string,
    format: row['format'] as Format,
    payload: row['payload'] as string,
  };
}

/** A change without its commit's number: commits that changed nothing are not replayed. */
function changeName(row: Row): string {
  const fields = (row['fields'] as string).slice(1, -1);
  return `${row['sequence']} ${row['customer_id']} v${row['version']} ${row['type']} ${fields.split(',').sort().join(',')}`;
}
