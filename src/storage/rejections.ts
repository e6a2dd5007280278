// Received records that failed: kept with the payload as received, its issues and its place, until they are mended or dismissed.

import { textArray } from './binary-array.ts';
import type { Arrival } from './hot/save-versions.ts';
import type { Feed } from './hot/load-records.ts';
import type { Statement } from './engine.ts';

/** The most of a payload that is kept; `payloadBytes` says how long it was. */
export const REJECTION_PAYLOAD_BYTES_MAX = 256 * 1024;

export interface RejectionRow {
  readonly rejectionId: string;
  readonly requestId: string;
  readonly source: string;
  readonly format: string;
  readonly recordType: string;
  readonly sourceKey: string | null;
  /** `superseded`: the same record came valid later in the same commit. */
  readonly state: 'open' | 'superseded';
  /** Where in its request: `{index}` or `{line, byteOffset}`. */
  readonly place: object;
  readonly payload: Uint8Array;
  readonly issues: readonly object[];
  /** The rejection whose retry failed again. */
  readonly retryOf: string | null;
}

/** Issues travel as `json` text of their own: as members of one document, an escaped U+0000 in a suggestion would fail the batch. */
export function insertRejections(
  accountId: string,
  { commitId, importId }: Omit<Arrival, 'format'>,
  rows: readonly RejectionRow[],
): Statement {
  const column = (valueOf: (row: RejectionRow) => string | null): Uint8Array => textArray(rows.map(valueOf));
  return {
    name: 'insert_rejections',
    sql: `insert into rejection (account_id, commit_id, import_id, received_at, rejection_id, request_id, source, format, record_type, source_id, state, place, payload, payload_bytes, issues, retry_of)
select $1, $2, $14::uuid, clock_timestamp(), i.rejection_id, i.request_id, i.source, i.format, i.record_type, i.source_id, i.state, i.place, decode(i.payload, 'base64'), i.payload_bytes, i.issues, i.retry_of
from unnest($3::text[]::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[]::json[], $11::text[], $12::text[]::integer[], $13::text[]::json[], $15::text[]::uuid[])
  i(rejection_id, request_id, source, format, record_type, source_id, state, place, payload, payload_bytes, issues, retry_of)`,
    params: [
      accountId,
      commitId,
      column((row) => row.rejectionId),
      column((row) => row.requestId),
      column((row) => row.source),
      column((row) => row.format),
      column((row) => row.recordType),
      column((row) => row.sourceKey),
      column((row) => row.state),
      column((row) => JSON.stringify(row.place)),
      column((row) => keptPayload(row.payload)),
      column((row) => String(row.payload.byteLength)),
      column((row) => JSON.stringify(row.issues)),
      importId,
      column((row) => row.retryOf),
    ],
  };
}

function keptPayload(payload: Uint8Array): string {
  return Buffer.from(payload.buffer, payload.byteOffset, Math.min(payload.byteLength, REJECTION_PAYLOAD_BYTES_MAX)).toString('base64');
}

/** Closes the open rejections of records that now arrived valid. */
export function supersedeRejections(accountId: string, { source, recordType }: Feed, sourceKeys: readonly string[]): Statement {
  return {
    name: 'supersede_rejections',
    sql: `update rejection set state = 'superseded'
where account_id = $1 and source = $2 and record_type = $3 and source_id = any($4::text[]) and state = 'open'`,
    params: [accountId, source, recordType, sourceKeys],
  };
}
