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

/** Where a replay arrived. */
export interface Replayed {
  /** One state for each change, from the first on; none where there was no such customer. */
  readonly states: readonly PastState[];
  /** The records as they stand in the end, linked or not. */
  readonly records: readonly PastRecord[];
}

/** Replays `commits`, which are in their order. */
export function replay(commits: readonly PastCommit[], { asOf, knownAt }: Bounds): Replayed {
  const records = new Map<string, PastRecord>();
  const states: PastState[] = [];
  for (const commit of commits) {
    if (knownAt !== null && commit.recordedAt > knownAt) break;
    for (const event of commit.events) if (isTrueBy(event, asOf)) take(records, event);
    const state = stateAfter(commit, records, states.at(-1));
    if (state) states.push(state);
  }
  return { states, records: [...records.values()] };
}

function isTrueBy(event: PastEvent, asOf: string | null): boolean {
  return asOf === null || event.kind !== 'stated' || event.version.time <= asOf;
}

function take(records: Map<string, PastRecord>, event: PastEvent): void {
  const record = recordOf(records, event.kind === 'stated' ? event.version.record : event.record);
  if (event.kind === 'stated') record.take(event.version);
  else if (event.kind === 'revoked') record.revoke(event.no);
  else if (event.kind === 'restored') record.restore(event.no);
  else record.isLinked = event.kind === 'linked';
}

function recordOf(records: Map<string, PastRecord>, name: RecordName): PastRecord {
  const key = `${name.source} ${name.sourceId}`;
  const record = records.get(key) ?? new PastRecord(name);
  records.set(key, record);
  return record;
}

/** Null: nothing shown differs, or nothing was ever said of anybody. */
function stateAfter(commit: PastCommit, records: ReadonlyMap<string, PastRecord>, last: PastState | undefined): PastState | null {
  const known = [...records.values()].filter((record) => record.isLinked && record.isKnown);
  if (!last && known.length === 0) return null;
  const before = last?.content ?? null;
  const content = project(known.flatMap((record) => record.linked() ?? []));
  const change = diff(before, content);
  return change && { commit, change, before, content, version: (last?.version ?? 0) + 1 };
}
