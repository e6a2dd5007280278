// The records of a file in batches whose cut depends on the file alone: the same file gives the same batches however often it is
// read, so that those already committed can be told by their number.

import { GROUP_RECORDS_MAX } from '../lanes.ts';
import type { RawRecord } from './raw-record.ts';

export async function* batchesOf(records: AsyncIterable<RawRecord[]>): AsyncGenerator<RawRecord[]> {
  let open: RawRecord[] = [];
  for await (const page of records) {
    for (let start = 0; start < page.length;) {
      const end = start + GROUP_RECORDS_MAX - open.length;
      open = open.length === 0 ? page.slice(start, end) : [...open, ...page.slice(start, end)];
      start = end;
      if (open.length < GROUP_RECORDS_MAX) continue;
      yield open;
      open = [];
    }
  }
  if (open.length > 0) yield open;
}
