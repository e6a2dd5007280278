// What becomes of one valid record, given what is held: the outcome, and the version to add. The fold over a batch is here,
// the reading and writing elsewhere. Laws 1 (exactly one outcome) and 2 (order does not matter) rest on these lines.

import { compareVersions, withOptIns } from './source-record.ts';
import type { Outcome } from './outcome.ts';
import type { StatedOptIns, TimeSource, VersionKey } from './source-record.ts';
import type { Brief, SourceRecord } from '../formats/record.ts';

/** What is held of a record once it is checked, until its commit: its text, and of what it states the little that is asked for before. */
export interface CheckedRecord extends Pick<SourceRecord, 'versionTime' | 'isDeleted' | 'text'> {
  /** Null for an institute or course. */
  readonly brief: Brief | null;
}

/** A version as it will be, or is, kept. */
export interface Version extends VersionKey {
  readonly no: number;
  readonly timeSource: TimeSource;
  readonly isDeleted: boolean;
}

/** A source record while a batch runs over it: what was held, and what the batch adds. */
export interface RecordState {
  /** Versions held before the batch; 0: the record is new. */
  readonly heldCount: number;
  current: Version | null;
  optIns: StatedOptIns;
  /** Older versions of this record known to be held, by `versionName`; only those the batch asks about. */
  readonly heldNames: Set<string>;
  added: AddedVersion[];
}

export interface AddedVersion extends Version {
  readonly record: CheckedRecord;
}

/** One valid record of a batch, with all that the decision needs. */
export interface Incoming {
  readonly record: CheckedRecord;
  readonly contentHash: string;
}

export interface Decision {
  readonly outcome: Exclude<Outcome, 'rejected' | 'suppressed'>;
  /** Two stated times are equal with different content: the greater hash is current. */
  readonly isTie: boolean;
}

/** The name of a version among those of its record. */
export function versionName(key: VersionKey): string {
  return key.time + key.contentHash;
}

/** Decides on one record and adds its version to `state`. `receivedAt` dates records that state no version time. */
export function decide(state: RecordState, incoming: Incoming, receivedAt: string): Decision {
  const { current } = state;
  if (current?.contentHash === incoming.contentHash) return { outcome: 'unchanged', isTie: false };
  const version = versionOf(state, incoming, receivedAt);
  const isTie = current !== null && isStatedTie(current, version);
  if (current === null || compareVersions(version, current) > 0) {
    // The same record may follow in this batch: nobody asked the store for it while it was current.
    if (current && !isAdded(state, current)) state.heldNames.add(versionName(current));
    add(state, version);
    state.current = version;
    return { outcome: current === null ? 'created' : 'updated', isTie };
  }
  if (!isAdded(state, version) && !state.heldNames.has(versionName(version))) add(state, version);
  return { outcome: 'stale', isTie };
}

/** True when only a look at the older versions held can tell whether this record is one of them. */
export function asksForOlder(state: RecordState, incoming: Incoming): boolean {
  const { current } = state;
  const time = incoming.record.versionTime;
  if (state.heldCount < 2 || current === null || time === null) return false;
  return compareVersions({ time, contentHash: incoming.contentHash }, current) < 0;
}

function versionOf(state: RecordState, { record, contentHash }: Incoming, receivedAt: string): AddedVersion {
  return {
    no: state.heldCount + state.added.length + 1,
    time: record.versionTime ?? timeOfReceipt(state.current, receivedAt),
    timeSource: record.versionTime === null ? 'received' : 'stated',
    contentHash,
    isDeleted: record.isDeleted,
    record,
  };
}

/** Records without a time of their own are ordered by their commit, whatever the clocks of the nodes say. */
function timeOfReceipt(current: Version | null, receivedAt: string): string {
  if (current?.timeSource !== 'received' || current.time < receivedAt) return receivedAt;
  return oneMicrosecondAfter(current.time);
}

function oneMicrosecondAfter(time: string): string {
  const micros = BigInt(Date.parse(`${time.slice(0, 19)}Z`)) * 1000n + BigInt(time.slice(20, 26)) + 1n;
  const seconds = new Date(Number(micros / 1_000_000n) * 1000).toISOString().slice(0, 19);
  return `${seconds}.${String(micros % 1_000_000n).padStart(6, '0')}Z`;
}

function isStatedTie(current: Version, version: Version): boolean {
  return current.time === version.time && current.timeSource === 'stated' && version.timeSource === 'stated';
}

function isAdded({ added }: RecordState, key: VersionKey): boolean {
  return added.some((version) => compareVersions(version, key) === 0);
}

function add(state: RecordState, version: AddedVersion): void {
  // Most records have one version in a batch: an array that grows by itself makes room for 17.
  if (state.added.length === 0) state.added = [version];
  else state.added.push(version);
  const { brief } = version.record;
  if (brief) state.optIns = withOptIns(state.optIns, brief, version);
}
