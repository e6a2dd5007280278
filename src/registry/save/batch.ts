// What one request hands over to be kept in one commit, prepared for it: everything that needs no database is computed here,
// once, however often the commit has to be tried.

import { briefOf } from '../../formats/index.ts';
import { contentHashOf, idDerivation, linkKeyOf } from '../../core/link-key.ts';
import type { AccountScope } from '../../core/account.ts';
import type { Statement } from '../../storage/engine.ts';
import type { Incoming } from '../../core/decide.ts';
import type { Format, Parsed, RecordType, SourceRecord } from '../../formats/record.ts';

/** The stream of one account's records that share a source, a format and a type. */
export interface Feed {
  readonly source: string;
  readonly format: Format;
  readonly recordType: RecordType;
}

/** Where a record stood in what was sent. */
export type Place = { readonly index: number } | { readonly line: number; readonly byteOffset: number };

export interface Received {
  readonly place: Place;
  /** As compared; null where it could not be read. */
  readonly sourceId: string | null;
  readonly issues: Parsed['issues'];
  /** The record as received, kept where it is rejected; empty where it is valid. */
  readonly raw: string | Uint8Array;
  /** Null: it is rejected. */
  readonly item: Item | null;
}

/** What the receipt learns from this batch. */
export interface Progress {
  /** `receiving` while more batches of the request follow. */
  readonly state: 'receiving' | 'complete';
  readonly offered: number | null;
  /** The last line up to which all is committed once this batch is; asked when the commit is composed. Null: there are no lines. */
  readonly lastLine: () => number | null;
}

/** Where a batch comes from that no sender sends just now: the file of an import, a rejection tried again. */
export interface Origin {
  /** Its versions and rejections are marked as this import's. */
  readonly importId: string | null;
  /** The rejection that is tried again. */
  readonly retryOf?: string;
  /** What else becomes true in the same transaction, before the batch's own rejections are written. */
  readonly besides: readonly Statement[];
}

export interface Batch {
  readonly requestId: string;
  readonly feed: Feed;
  readonly received: readonly Received[];
  readonly progress: Progress;
  readonly origin?: Origin;
  /** The valid records, in the order received. */
  readonly items: readonly Item[];
}

/** A valid record with its derived ids. */
export interface Item extends Incoming {
  readonly sourceKey: string;
  /** The customer its link key derives; null for an institute or course. */
  readonly customerId: string | null;
}

/** Makes received records of parsed ones, for one feed of one account. */
export type Receive = (parsed: Parsed, place: Place, raw: string | Uint8Array) => Received;

/**
 * Prepares each record as soon as it is parsed, about 6 µs, most of it two hashes. Only what is kept outlives this call: the parsed
 * values and canonical texts of 1,000 waiting records cost more in garbage collection than all that is done with them.
 */
export function receiving(scope: AccountScope, { source, recordType }: Feed): Receive {
  const ids = idDerivation(scope);
  const isPerson = recordType === 'customer';
  const itemOf = (record: SourceRecord): Item => ({
    record: {
      versionTime: record.versionTime,
      isDeleted: record.isDeleted,
      text: record.text,
      brief: isPerson ? briefOf(record) : null,
    },
    sourceKey: record.sourceKey,
    contentHash: contentHashOf(record),
    customerId: isPerson ? ids.customerId(linkKeyOf(source, record)) : null,
  });
  return ({ record, sourceId = null, issues }, place, raw) => ({
    place,
    sourceId,
    issues,
    raw: record ? '' : raw,
    item: record ? itemOf(record) : null,
  });
}

/** A batch of what was received. */
export function batchOf(batch: Omit<Batch, 'items'>): Batch {
  return { ...batch, items: batch.received.flatMap(({ item }) => item ?? []) };
}
