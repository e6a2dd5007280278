// One source record while its past is replayed: the versions known so far, the one that is current, what was last said of each opt-in.

import { compareVersions, withOptIns } from './source-record.ts';
import type { LinkedRecord, StatedOptIns, TimeSource, VersionKey } from './source-record.ts';
import type { Statement } from '../formats/record.ts';

/** A source record by its own names. */
export interface RecordName {
  readonly source: string;
  readonly sourceId: string;
}

/** A version with all that tells where it came from. */
export interface PastVersion extends VersionKey {
  readonly record: RecordName;
  readonly no: number;
  readonly timeSource: TimeSource;
  readonly isDeleted: boolean;
  readonly statement: Statement;
  /** When its commit was made: from then on it was known. */
  readonly receivedAt: string;
}

export class PastRecord {
  readonly name: RecordName;
  isLinked = false;
  /** Whether any of its versions is revoked sooner or later: then all of them are held, else those alone that count. */
  readonly #isRevocable: boolean;
  #isKnown = false;
  #versions: PastVersion[] = [];
  readonly #revoked = new Set<number>();
  #current: PastVersion | null = null;
  #optIns: StatedOptIns = {};

  constructor(name: RecordName, isRevocable: boolean) {
    this.name = name;
    this.#isRevocable = isRevocable;
  }

  /** Whether anything was ever said, revoked or not. */
  get isKnown(): boolean {
    return this.#isKnown;
  }

  get current(): PastVersion | null {
    return this.#current;
  }

  take(version: PastVersion): void {
    this.#isKnown = true;
    this.#versions.push(version);
    this.#count(version);
    if (!this.#isRevocable) this.#versions = this.#versions.filter((held) => this.#counts(held));
  }

  revoke(no: number): void {
    this.#revoked.add(no);
    this.#countAgain();
  }

  restore(no: number): void {
    this.#revoked.delete(no);
    this.#countAgain();
  }

  /** The version that places so: an opt-in names the version it was stated by. */
  versionAt(key: VersionKey): PastVersion | undefined {
    return this.#versions.find((version) => compareVersions(version, key) === 0);
  }

  /** What it adds to its customer; null where nothing of it counts. */
  linked(): LinkedRecord | null {
    if (!this.isLinked || !this.#current) return null;
    const { time, isDeleted, statement } = this.#current;
    return { ...this.name, versionTime: time, isDeleted, statement, optIns: this.#optIns };
  }

  /** The current version, and those that stated an opt-in last. */
  #counts(version: PastVersion): boolean {
    const isNamed = ({ at: time, contentHash }: { at: string; contentHash: string }): boolean =>
      compareVersions(version, { time, contentHash }) === 0;
    return version === this.#current || Object.values(this.#optIns).some(isNamed);
  }

  #count(version: PastVersion): void {
    this.#optIns = withOptIns(this.#optIns, version.statement, version);
    if (!this.#current || compareVersions(version, this.#current) > 0) this.#current = version;
  }

  #countAgain(): void {
    this.#current = null;
    this.#optIns = {};
    for (const version of this.#versions) if (!this.#revoked.has(version.no)) this.#count(version);
  }
}
