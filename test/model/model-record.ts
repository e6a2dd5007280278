// A source record as the model holds it, and the order of its versions.

import type { SourceRecord } from '../../src/formats/record.ts';

export interface ModelVersion {
  readonly time: string;
  readonly isTimeStated: boolean;
  /** SHA-256 of the canonical text, in hex. */
  readonly contentHash: string;
  readonly record: SourceRecord;
}

export interface ModelRecord {
  readonly source: string;
  readonly recordType: string;
  readonly sourceKey: string;
  /** The customer it is linked to; null for an institute or course. */
  readonly customerId: string | null;
  /** In the order in which they were taken. */
  readonly versions: ModelVersion[];
}

/** The version that is current: the greatest by (version time, content hash). */
export function currentOf({ versions }: ModelRecord): ModelVersion | undefined {
  return versions.toSorted(compare).at(-1);
}

/** The order of versions; times and hashes are text of one width. */
export function compare(a: ModelVersion, b: ModelVersion): number {
  const [before, after] = [a.time + a.contentHash, b.time + b.contentHash];
  return before === after ? 0 : before < after ? -1 : 1;
}
