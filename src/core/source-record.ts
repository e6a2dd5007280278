// A source record as held: the order of its versions, the one that is current, and what it last said of each opt-in.
// The order is (version time, content hash), so that every order of arrival ends in the same current version (law 2).

import type { Statement } from '../formats/record.ts';

export type TimeSource = 'stated' | 'received';

/** What places a version among the versions of its record. */
export interface VersionKey {
  readonly time: string;
  /** SHA-256 of the canonical text, 64 hex digits. */
  readonly contentHash: string;
}

/** Times and hashes are fixed-width text, so comparing text compares them. */
export function compareVersions(a: VersionKey, b: VersionKey): number {
  if (a.time !== b.time) return a.time < b.time ? -1 : 1;
  if (a.contentHash === b.contentHash) return 0;
  return a.contentHash < b.contentHash ? -1 : 1;
}

/** The latest version, of all held, that stated an opt-in at all. */
export interface StatedOptIn {
  readonly value: boolean;
  readonly at: string;
  readonly contentHash: string;
}

export interface StatedOptIns {
  readonly marketing?: StatedOptIn;
  readonly sms?: StatedOptIn;
}

/** Takes one more version into account, in any order of arrival. */
export function withOptIns(known: StatedOptIns, statement: Pick<Statement, 'marketing' | 'sms'>, key: VersionKey): StatedOptIns {
  const marketing = latestOptIn(known.marketing, statement.marketing, key);
  const sms = latestOptIn(known.sms, statement.sms, key);
  if (marketing === known.marketing && sms === known.sms) return known;
  return { ...(marketing && { marketing }), ...(sms && { sms }) };
}

function latestOptIn(known: StatedOptIn | undefined, value: boolean | undefined, key: VersionKey): StatedOptIn | undefined {
  if (value === undefined) return known;
  if (known && compareVersions({ time: known.at, contentHash: known.contentHash }, key) >= 0) return known;
  return { value, at: key.time, contentHash: key.contentHash };
}

type PackedOptIn = boolean | StatedOptIn;

/** Opt-ins as kept beside a record: a bare boolean is stated by the current version itself, which most are (30 bytes for 290). */
export function packOptIns({ marketing, sms }: StatedOptIns, current: VersionKey): string | null {
  if (!marketing && !sms) return null;
  const pack = (optIn: StatedOptIn): PackedOptIn =>
    optIn.at === current.time && optIn.contentHash === current.contentHash ? optIn.value : optIn;
  return JSON.stringify({ ...(marketing && { marketing: pack(marketing) }), ...(sms && { sms: pack(sms) }) });
}

export function unpackOptIns(packed: string | null, current: VersionKey): StatedOptIns {
  if (packed === null) return {};
  const { marketing, sms } = JSON.parse(packed) as { marketing?: PackedOptIn; sms?: PackedOptIn };
  const { time: at, contentHash } = current;
  const unpack = (optIn: PackedOptIn): StatedOptIn => (typeof optIn === 'boolean' ? { value: optIn, at, contentHash } : optIn);
  return { ...(marketing !== undefined && { marketing: unpack(marketing) }), ...(sms !== undefined && { sms: unpack(sms) }) };
}

/** What a customer is projected from: one linked record, as its current version states it. */
export interface LinkedRecord {
  readonly source: string;
  readonly sourceId: string;
  readonly versionTime: string;
  readonly isDeleted: boolean;
  readonly statement: Statement;
  readonly optIns: StatedOptIns;
}
