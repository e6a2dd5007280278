// Reads how a group's records stand and decides on each in the order received.

import { asksForOlder, decide, versionName } from '../../core/decide.ts';
import { findHeldVersions, loadRecords } from '../../storage/hot/load-records.ts';
import type { AccountTx } from '../../storage/database.ts';
import type { Item } from './batch.ts';
import type { LoadedRecord, RecordKey } from '../../storage/hot/load-records.ts';
import type { Outcome } from '../../core/outcome.ts';
import type { Feed } from './batch.ts';
import type { RecordState, Version } from '../../core/decide.ts';
import type { StatedOptIns } from '../../core/source-record.ts';

/** One record's state while the group runs over it, with what was read of its surroundings. */
export interface HeldRecord extends RecordState {
  readonly sourceKey: string;
  readonly customerId: string | null;
  /** What a concurrent writer would have raised; 0: the record is new. */
  readonly heldRevision: number;
  readonly customerRevision: number | null;
  readonly customerVersion: number;
  readonly isSuppressed: boolean;
  readonly hasOpenRejection: boolean;
  readonly heldOptIns: StatedOptIns;
  /** The form of the version that was current when it was read; null: the record is new. */
  readonly heldFormat: string | null;
  /** The current version as read. */
  readonly heldCurrent: Version | null;
}

export interface Verdict {
  readonly outcome: Outcome;
  readonly isTie: boolean;
  readonly customerId: string | null;
}

export interface Decided {
  /** The account's last commit when the records were read. */
  readonly commitNo: string;
  readonly records: ReadonlyMap<string, HeldRecord>;
  /** Whether an import of the account can be undone at present. */
  readonly hasUndoable: boolean;
  /** One for each item, in their order. */
  readonly verdicts: readonly Verdict[];
}

/** Decides on `items`, which share one feed. `receivedAt` dates those that state no version time. */
export async function decideRecords(tx: AccountTx, feed: Feed, items: readonly Item[], receivedAt: string): Promise<Decided> {
  const records = new Map<string, HeldRecord>();
  return { records, ...(await decideMore(tx, feed, { items, records }, receivedAt)) };
}

/** Decides on `items` where `records` is what earlier ones, not kept yet, made of theirs; records that are new to it are read. */
export async function decideMore(
  tx: AccountTx,
  feed: Feed,
  { items, records }: { readonly items: readonly Item[]; readonly records: Map<string, HeldRecord> },
  receivedAt: string,
): Promise<Omit<Decided, 'records'>> {
  const keys = uniqueKeys(items).filter(({ sourceKey }) => !records.has(sourceKey));
  const loaded = await loadRecords(tx, feed, keys);
  for (const key of keys) records.set(key.sourceKey, newRecord(key));
  for (const record of loaded.records) {
    const key = keys[record.at] as RecordKey;
    records.set(key.sourceKey, heldRecord(key.sourceKey, record));
  }
  await learnOlderVersions(tx, feed, { items, records });
  const verdicts = items.map((item) => verdictOn(item, records.get(item.sourceKey) as HeldRecord, receivedAt));
  return { commitNo: loaded.commitNo, hasUndoable: loaded.hasUndoable, verdicts };
}

/** Each record once, in the order of its key: all writers touch rows in one order. */
function uniqueKeys(items: readonly Item[]): RecordKey[] {
  const keys = new Map(items.map(({ sourceKey, customerId }) => [sourceKey, { sourceKey, customerId }]));
  return [...keys.values()].sort((a, b) => (a.sourceKey < b.sourceKey ? -1 : 1));
}

/** A new record has no older versions to learn of and stated no opt-in, so that all new ones share these. */
const NO_NAMES: Set<string> = new Set();
const NO_OPT_INS: StatedOptIns = {};

function newRecord({ sourceKey, customerId }: RecordKey): HeldRecord {
  return {
    sourceKey,
    customerId,
    heldRevision: 0,
    customerRevision: null,
    customerVersion: 0,
    isSuppressed: false,
    hasOpenRejection: false,
    heldCount: 0,
    heldOptIns: NO_OPT_INS,
    heldFormat: null,
    heldCurrent: null,
    current: null,
    optIns: NO_OPT_INS,
    heldNames: NO_NAMES,
    added: [],
  };
}

function heldRecord(sourceKey: string, loaded: LoadedRecord): HeldRecord {
  return {
    sourceKey,
    customerId: loaded.customerId,
    heldRevision: loaded.revision,
    customerRevision: loaded.customerRevision,
    customerVersion: loaded.customerVersion ?? 0,
    isSuppressed: loaded.isSuppressed,
    hasOpenRejection: loaded.hasOpenRejection,
    heldCount: loaded.versionCount,
    heldOptIns: loaded.optIns,
    heldFormat: loaded.format,
    heldCurrent: loaded.current,
    current: loaded.current,
    optIns: loaded.optIns,
    heldNames: new Set(),
    added: [],
  };
}

type Group = { readonly items: readonly Item[]; readonly records: ReadonlyMap<string, HeldRecord> };

/** A late record may be one that is held already: only then it adds no version. */
async function learnOlderVersions(tx: AccountTx, feed: Feed, { items, records }: Group): Promise<void> {
  const late = items.filter((item) => asksForOlder(records.get(item.sourceKey) as HeldRecord, item));
  if (late.length === 0) return;
  const probes = late.map(({ sourceKey, contentHash, record }) => ({ sourceKey, contentHash, time: record.versionTime as string }));
  for (const held of await findHeldVersions(tx, feed, probes)) records.get(held.sourceKey)?.heldNames.add(versionName(held));
}

function verdictOn(item: Item, record: HeldRecord, receivedAt: string): Verdict {
  if (record.isSuppressed) return { outcome: 'suppressed', isTie: false, customerId: null };
  const { outcome, isTie } = decide(record, item, receivedAt);
  return { outcome, isTie, customerId: record.customerId };
}
