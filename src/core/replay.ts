// The past of one customer, commit by commit: what was said, and who it was said of, in the order in which it became known. The last
// state of a whole replay is the customer as it is shown now.

import { diff } from './change.ts';
import { PastRecord } from './past-record.ts';
import { project } from './project.ts';
import type { Change } from './change.ts';
import type { CustomerContent } from './customer.ts';
import type { PastVersion, RecordName } from './past-record.ts';

/** One thing that a commit made known. */
export type PastEvent =
  | { readonly kind: 'stated'; readonly version: PastVersion }
  | { readonly kind: 'revoked' | 'restored'; readonly record: RecordName; readonly no: number }
  | { readonly kind: 'linked' | 'unlinked'; readonly record: RecordName };

export interface PastCommit {
  readonly commitNo: number;
  readonly recordedAt: string;
  readonly events: readonly PastEvent[];
}

/** The customer after one commit that changed what is shown. */
export interface PastState {
  readonly commit: PastCommit;
  readonly change: Change;
  /** Null: it came to be. */
  readonly before: CustomerContent | null;
  readonly content: CustomerContent;
  /** Counts the changes so far. */
  readonly version: number;
}

/** Which past is asked for; null: no bound. */
export interface Bounds {
  /** Only what is true by then: versions of a later time are left out. */
  readonly asOf: string | null;
  /** Only what was known by then: later commits are left out. */
  readonly knownAt: string | null;
}

/** Replays commits one after another; holds what is needed to go on, and no state but the last. */
export class Replay {
  readonly #bounds: Bounds;
  readonly #isRevocable: (record: RecordName) => boolean;
  readonly #records = new Map<string, PastRecord>();
  #last: PastState | null = null;

  /** `isRevocable`: whether versions of the record are revoked anywhere in its past. Of any other record only what counts is held. */
  constructor(bounds: Bounds, isRevocable: (record: RecordName) => boolean) {
    this.#bounds = bounds;
    this.#isRevocable = isRevocable;
  }

  /** The customer as it stands; null where there was no such customer. */
  get last(): PastState | null {
    return this.#last;
  }

  /** The records as they stand, linked or not. */
  get records(): readonly PastRecord[] {
    return [...this.#records.values()];
  }

  /** Takes the next commit; gives the state after it, or null where nothing shown differs. */
  take(commit: PastCommit): PastState | null {
    if (isAfter(commit.recordedAt, this.#bounds.knownAt)) return null;
    for (const event of commit.events) if (isTrueBy(event, this.#bounds.asOf)) this.#takeEvent(event);
    const state = stateAfter(commit, this.#records, this.#last);
    this.#last = state ?? this.#last;
    return state;
  }

  #takeEvent(event: PastEvent): void {
    const record = this.#recordOf(event.kind === 'stated' ? event.version.record : event.record);
    if (event.kind === 'stated') record.take(event.version);
    else if (event.kind === 'revoked') record.revoke(event.no);
    else if (event.kind === 'restored') record.restore(event.no);
    else record.isLinked = event.kind === 'linked';
  }

  #recordOf(name: RecordName): PastRecord {
    const key = recordKey(name);
    const record = this.#records.get(key) ?? new PastRecord(name, this.#isRevocable(name));
    this.#records.set(key, record);
    return record;
  }
}

/** Names a record within its account. */
export function recordKey({ source, sourceId }: RecordName): string {
  return `${source} ${sourceId}`;
}

function isAfter(time: string, bound: string | null): boolean {
  return bound !== null && time > bound;
}

function isTrueBy(event: PastEvent, asOf: string | null): boolean {
  return event.kind !== 'stated' || !isAfter(event.version.time, asOf);
}

/** Null: nothing shown differs, or nothing was ever said of anybody. */
function stateAfter(commit: PastCommit, records: ReadonlyMap<string, PastRecord>, last: PastState | null): PastState | null {
  const known = [...records.values()].filter((record) => record.isLinked && record.isKnown);
  if (!last && known.length === 0) return null;
  const before = last?.content ?? null;
  const content = project(known.flatMap((record) => record.linked() ?? []));
  const change = diff(before, content);
  return change && { commit, change, before, content, version: (last?.version ?? 0) + 1 };
}
