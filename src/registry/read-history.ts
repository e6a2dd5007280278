// Every change of a customer: when it was true, when it was known, which record brought it, and which values it changed.

import { diffValues } from '../core/shown-values.ts';
import { replayPast } from './replay-past.ts';
import type { AccountScope } from '../core/account.ts';
import type { Bounds, PastEvent, PastState } from '../core/replay.ts';
import type { Deps } from './save-records.ts';
import type { ValueChange } from '../core/shown-values.ts';

/** What brought a change. */
export interface Cause {
  readonly kind: PastEvent['kind'];
  readonly source: string;
  readonly sourceId: string;
  /** The version that was stated, revoked or restored; null: a link was made or revoked. */
  readonly versionNo: number | null;
  /** When the source says it was true; null where the cause is none of a source's. */
  readonly versionTime: string | null;
  readonly timeSource: 'stated' | 'received' | null;
}

export interface HistoryEntry {
  readonly version: number;
  readonly type: string;
  /** The latest version time among its causes; null where none has one. */
  readonly trueAt: string | null;
  /** When it was committed. */
  readonly knownAt: string;
  readonly commitNo: number;
  readonly causes: readonly Cause[];
  readonly values: readonly ValueChange[];
}

/** Which changes of a customer are asked for: the last `limit` that made a version before `before`. */
export interface HistoryPage {
  readonly customerId: string;
  readonly bounds: Bounds;
  readonly before: number;
  readonly limit: number;
}

/** The changes asked for, latest first. Throws `not_found` and `past_too_long`. */
export async function readHistory(deps: Deps, scope: AccountScope, page: HistoryPage): Promise<HistoryEntry[]> {
  const { customerId, bounds, before, limit } = page;
  const states: PastState[] = [];
  const onState = (state: PastState): void => {
    if (state.version < before) states.push(state);
    if (states.length > limit) states.shift();
  };
  await replayPast(deps, scope, { customerId, bounds, onState });
  return states.map((state) => entryOf(state, bounds.asOf)).toReversed();
}

function entryOf({ commit, change, before, content, version }: PastState, asOf: string | null): HistoryEntry {
  const causes = commit.events.flatMap(causeOf).filter(({ versionTime }) => asOf === null || versionTime === null || versionTime <= asOf);
  const times = causes.flatMap(({ versionTime }) => versionTime ?? []).sort();
  return {
    version,
    type: change.type,
    trueAt: times.at(-1) ?? null,
    knownAt: commit.recordedAt,
    commitNo: commit.commitNo,
    causes,
    values: diffValues(before, content),
  };
}

/** A link that comes with the record it links is no cause of its own. */
function causeOf(event: PastEvent, _at: number, events: readonly PastEvent[]): Cause[] {
  if (event.kind === 'stated') {
    const { record, no, time, timeSource } = event.version;
    return [{ kind: 'stated', ...record, versionNo: no, versionTime: time, timeSource }];
  }
  const { kind, record } = event;
  const isWithRecord = events.some((other) => other.kind === 'stated' && other.version.no === 1 && isSame(other.version.record, record));
  if (kind === 'linked' && isWithRecord) return [];
  return [{ kind, ...record, versionNo: 'no' in event ? event.no : null, versionTime: null, timeSource: null }];
}

function isSame(a: { source: string; sourceId: string }, b: { source: string; sourceId: string }): boolean {
  return a.source === b.source && a.sourceId === b.sourceId;
}
