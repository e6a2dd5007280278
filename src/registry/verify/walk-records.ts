// From versions in the order of their records to whole records, and from records to the customers they make.

import { RecordFold } from './record-fold.ts';
import type { Checking } from './record-fold.ts';
import type { KeptRecord, RecordVersion } from '../../storage/verify.ts';
import type { LinkedRecord } from '../../core/source-record.ts';

/** Everything that live links say of one customer. */
export interface Linked {
  readonly customerId: string;
  readonly records: readonly LinkedRecord[];
  /** False where a record or its current payload is missing, so that the customer cannot be projected. */
  readonly isWhole: boolean;
}

interface Gathering extends Linked {
  readonly records: LinkedRecord[];
  isWhole: boolean;
}

type Finished = { readonly record: KeptRecord; readonly linked: LinkedRecord | null; readonly isReadable: boolean };

/** Checks the records that no customer is made of: institutes and courses. */
export async function checkOthers(pages: AsyncIterable<RecordVersion[]>, checking: Checking): Promise<void> {
  for await (const finished of finishRecords(pages, checking)) void finished;
}

/** Checks every linked record, and gives them by customer, in the order of the customers' ids. */
export async function* gatherLinked(pages: AsyncIterable<RecordVersion[]>, checking: Checking): AsyncGenerator<Linked> {
  let open: Gathering | undefined;
  for await (const { record, linked, isReadable } of finishRecords(pages, checking)) {
    const customerId = record.link?.customerId ?? '';
    if (open?.customerId !== customerId) {
      if (open) yield open;
      open = { customerId, records: [], isWhole: true };
    }
    if (linked) open.records.push(linked);
    open.isWhole &&= isReadable;
  }
  if (open) yield open;
}

async function* finishRecords(pages: AsyncIterable<RecordVersion[]>, checking: Checking): AsyncGenerator<Finished> {
  let fold: RecordFold | undefined;
  for await (const page of pages) {
    for (const [record, version] of page) {
      const isNext = !fold || !isSame(fold.record, record);
      if (fold && isNext) yield finish(fold);
      if (!fold || isNext) fold = new RecordFold(record, checking);
      if (version) fold.take(version);
    }
  }
  if (fold) yield finish(fold);
}

function finish(fold: RecordFold): Finished {
  return { record: fold.record, linked: fold.finish(), isReadable: fold.isReadable };
}

function isSame(a: KeptRecord, b: KeptRecord): boolean {
  return (
    a.sourceKey === b.sourceKey &&
    a.source === b.source &&
    a.recordType === b.recordType &&
    a.link?.customerId === b.link?.customerId &&
    a.link?.commitId === b.link?.commitId
  );
}
