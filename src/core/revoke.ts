// What a record says once some of its versions are revoked, or count again: the fold over those that are left.

import { compareVersions, withOptIns } from './source-record.ts';
import { versionName } from './decide.ts';
import type { StatedOptIns, VersionKey } from './source-record.ts';
import type { Statement } from '../formats/record.ts';

/** A version as undoing sees it. */
export interface RevocableVersion extends VersionKey {
  readonly no: number;
  /** The import brought it. */
  readonly isOwn: boolean;
  readonly isWitnessed: boolean;
  readonly isRevoked: boolean;
  readonly isRevokedHere: boolean;
}

export interface Revocation<V extends RevocableVersion> {
  /** Versions that stop to count, or count again. */
  readonly touched: readonly V[];
  /** Versions of the import that count although it is undone: others confirmed them. */
  readonly confirmed: number;
  /** Those that count from now on. */
  readonly left: readonly V[];
}

/** Takes back what the import brought; what others confirmed stays. */
export function revoke<V extends RevocableVersion>(versions: readonly V[]): Revocation<V> {
  const counting = versions.filter(({ isRevoked }) => !isRevoked);
  const touched = counting.filter(({ isOwn, isWitnessed }) => isOwn && !isWitnessed);
  const confirmed = counting.filter(({ isOwn, isWitnessed }) => isOwn && isWitnessed).length;
  return { touched, confirmed, left: counting.filter((version) => !touched.includes(version)) };
}

/** Brings back what undoing took, but for what was said again since. */
export function restore<V extends RevocableVersion>(versions: readonly V[]): Revocation<V> {
  const counting = versions.filter(({ isRevoked }) => !isRevoked);
  const names = new Set(counting.map(versionName));
  const touched = versions.filter((version) => version.isRevokedHere && !names.has(versionName(version)));
  return { touched, confirmed: 0, left: [...counting, ...touched] };
}

/** The version that is current among these; null where there is none. */
export function currentOf<V extends VersionKey>(versions: readonly V[]): V | null {
  return versions.reduce<V | null>((current, version) => (current && compareVersions(version, current) < 0 ? current : version), null);
}

/** What was last said of each opt-in. */
export function optInsOf(versions: readonly { readonly key: VersionKey; readonly statement: Statement }[]): StatedOptIns {
  return versions.reduce<StatedOptIns>((known, { key, statement }) => withOptIns(known, statement, key), {});
}
