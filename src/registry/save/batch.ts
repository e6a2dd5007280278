// What one request hands over to be kept in one commit, prepared for it: everything that needs no database is computed here,
// once, however often the commit has to be tried.

import { statementOf } from '../../formats/index.ts';
import { contentHashOf, idDerivation, linkKeyOf } from '../../core/link-key.ts';
import type { AccountScope } from '../../core/account.ts';
import type { Incoming } from '../../core/decide.ts';
import type { Format, Parsed, RecordType } from '../../formats/record.ts';

/** The stream of one account's records that share a source, a format and a type. */
export interface Feed {
  readonly source: string;
  readonly format: Format;
  readonly recordType: RecordType;
}

/** Where a record stood in what was sent. */
export type Place = { readonly index: number } | { readonly line: number; readonly byteOffset: number };

export interface Received {
  readonly parsed: Parsed;
  readonly place: Place;
  /** The record as received, kept where it is rejected. */
  readonly raw: string | Uint8Array;
}

/** What the receipt learns from this batch. */
export interface Progress {
  /** `receiving` while more batches of the request follow. */
  readonly state: 'receiving' | 'complete';
  readonly offered: number | null;
  /** The last line up to which all is committed once this batch is; asked when the commit is composed. Null: there are no lines. */
  readonly lastLine: () => number | null;
}

export interface Batch {
  readonly requestId: string;
  readonly feed: Feed;
  readonly received: readonly Received[];
  readonly progress: Progress;
  /** The valid records, in the order received. */
  readonly items: readonly Item[];
}

/** A valid record with its derived ids. */
export interface Item extends Incoming {
  /** Where it stands in `received`. */
  readonly at: number;
  readonly sourceKey: string;
  /** The customer its link key derives; null for an institute or course. */
  readonly customerId: string | null;
}

/** Prepares what was received; about 6 µs a record, most of it two hashes. */
export function prepareBatch(scope: AccountScope, batch: Omit<Batch, 'items'>): Batch {
  const ids = idDerivation(scope);
  const { source, recordType } = batch.feed;
  const items: Item[] = [];
  for (const [at, { parsed }] of batch.received.entries()) {
    const { record } = parsed;
    if (!record) continue;
    const isPerson = recordType === 'customer';
    items.push({
      at,
      record,
      sourceKey: record.sourceKey,
      contentHash: contentHashOf(record),
      statement: isPerson ? statementOf(record) : null,
      customerId: isPerson ? ids.customerId(linkKeyOf(source, record)) : null,
    });
  }
  return { ...batch, items };
}
