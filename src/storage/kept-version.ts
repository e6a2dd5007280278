// A version as it is read back: the columns that say what a source stated, when, and in which form.

import { timeFrom } from './time.ts';
import type { Row } from './engine.ts';
import type { TimeSource } from '../core/source-record.ts';

export interface KeptVersion {
  readonly sourceKey: string;
  readonly no: number;
  readonly time: string;
  readonly timeSource: TimeSource;
  readonly contentHash: string;
  readonly isDeleted: boolean;
  readonly format: string;
  /** Null: it was erased. */
  readonly payload: string | null;
}

/** What a query of the table `version v` selects for `versionFrom`. */
export const VERSION_COLUMNS = `v.source_id, v.version_no, v.version_time, v.is_time_stated, encode(v.content_hash, 'hex') as content_hash, v.is_deleted,
  v.format, v.payload`;

export function versionFrom(row: Row): KeptVersion {
  return {
    sourceKey: row['source_id'] as string,
    no: Number(row['version_no']),
    time: timeFrom(row['version_time'] as string),
    timeSource: row['is_time_stated'] === 't' ? 'stated' : 'received',
    contentHash: row['content_hash'] as string,
    isDeleted: row['is_deleted'] === 't',
    format: row['format'] as string,
    payload: row['payload'] ?? null,
  };
}
