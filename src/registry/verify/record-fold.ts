// One source record recomputed from its versions, one at a time: what its row, its link and each version's own columns should say.

import { compareVersions, packOptIns, withOptIns } from '../../core/source-record.ts';
import { contentHashOf, linkKeyOf, secondIdOf } from '../../core/link-key.ts';
import { readKept, statementOf } from '../../formats/index.ts';
import { versionName } from '../../core/decide.ts';
import type { Findings } from './findings.ts';
import type { IdDerivation } from '../../core/link-key.ts';
import type { KeptPlace, KeptRecord, KeptRecordRow, KeptVersion } from '../../storage/verify.ts';
import type { LinkedRecord, StatedOptIns } from '../../core/source-record.ts';
import type { Format, RecordType, SourceRecord, Statement } from '../../formats/record.ts';

export interface Checking {
  readonly findings: Findings;
  readonly ids: IdDerivation;
}

/** A version that counts, with what it states of a person. */
interface Read {
  readonly version: KeptVersion;
  readonly statement: Statement | null;
}

export class RecordFold {
  readonly record: KeptRecord;
  readonly #row: KeptRecordRow | null;
  readonly #checking: Checking;
  readonly #names = new Set<string>();
  #count = 0;
  #current: Read | null = null;
  #optIns: StatedOptIns = {};

  constructor(record: KeptRecord, checking: Checking) {
    this.record = record;
    this.#row = record.row;
    this.#checking = checking;
  }

  /** Takes the next version by number; a revoked one counts as a version and says nothing. */
  take(version: KeptVersion): void {
    if (!this.#row) return;
    this.#count += 1;
    this.#checking.findings.counts.versions += 1;
    const subject = `version ${version.no} of ${this.#name()}`;
    if (version.no !== this.#count) this.#add('version_numbers', subject, `its number should be ${this.#count}`);
    const kept =
      version.payload === null ? null : this.#read(version, readOrNull(version.payload, version.format, this.record.recordType), subject);
    if (version.isRevoked) return;
    if (this.#names.has(versionName(version))) this.#add('version_repeated', subject, 'the same statement is held twice');
    this.#names.add(versionName(version));
    const statement = kept?.recordType === 'customer' ? statementOf(kept) : null;
    if (statement) this.#optIns = withOptIns(this.#optIns, statement, version);
    if (!this.#current || compareVersions(version, this.#current.version) > 0) this.#current = { version, statement };
  }

  /** Compares the record's row; gives what the record adds to its customer, or null where it adds nothing that can be read. */
  finish(): LinkedRecord | null {
    if (!this.#row) return this.#missing();
    this.#checking.findings.counts.records += 1;
    this.#checkRow(this.#row);
    if (!this.#current) return null;
    const { version, statement } = this.#current;
    return statement && this.#linked(version, statement);
  }

  /** False where what the record adds to its customer cannot be read. A record all of whose versions are revoked adds nothing. */
  get isReadable(): boolean {
    if (!this.#current) return this.#count > 0;
    return this.#current.statement !== null;
  }

  #missing(): null {
    const subject = `link of customer ${this.record.link?.customerId} to ${this.#name()}`;
    this.#add('link_records', subject, 'there is no such source record');
    return null;
  }

  #checkRow({ versionCount, customerId, current, optIns, secondId }: KeptRecordRow): void {
    const name = `record ${this.#name()}`;
    if (versionCount !== this.#count) this.#add('record_versions', name, `it says ${versionCount} versions, ${this.#count} are held`);
    const linkedId = this.record.link?.customerId ?? null;
    if (customerId !== linkedId) {
      this.#add('record_customer', name, `it names customer ${customerId ?? 'none'}, its link leads to ${linkedId ?? 'none'}`);
    }
    const statement = this.#current?.statement ?? null;
    const canTell = !this.#current || statement;
    if (canTell && secondId !== (statement && secondIdOf(statement)))
      this.#add('record_second_id', name, 'second_id is not the second id of its current version');
    if (!this.#current) {
      if (current.no !== 0) this.#add('record_current', name, 'none of its versions counts, and it says that one is current');
      return;
    }
    const { version } = this.#current;
    const wrong = placeDifferences(current, version);
    if (wrong.length > 0) this.#add('record_current', name, `${wrong.join(', ')} are not those of its current version, ${version.no}`);
    if (statement && optIns !== packOptIns(this.#optIns, version))
      this.#add('record_opt_ins', name, 'opt_ins are not what its versions stated last');
  }

  #linked(version: KeptVersion, statement: Statement): LinkedRecord {
    const { source, sourceKey } = this.record;
    return { source, sourceId: sourceKey, versionTime: version.time, isDeleted: version.isDeleted, statement, optIns: this.#optIns };
  }

  /** Compares a version's own columns with its payload; gives the payload back. */
  #read(version: KeptVersion, kept: SourceRecord | null, subject: string): SourceRecord | null {
    if (!kept) {
      this.#add('version_payload', subject, 'its payload cannot be read as a record of its format');
      return null;
    }
    const wrong = [
      ...(contentHashOf(kept) === version.contentHash ? [] : ['content_hash']),
      ...(kept.isDeleted === version.isDeleted ? [] : ['is_deleted']),
      ...(kept.versionTime === (version.isTimeStated ? version.time : null) ? [] : ['version_time']),
      ...(kept.sourceKey === this.record.sourceKey ? [] : ['source_id']),
    ];
    if (wrong.length > 0) this.#add('version_payload', subject, `its payload states another ${wrong.join(', ')}`);
    if (version.no === 1) this.#checkLink(kept);
    return kept;
  }

  /** An automatic link leads to the customer that the record's own id derives. */
  #checkLink(kept: SourceRecord): void {
    const { link, source } = this.record;
    if (link?.kind !== 'automatic') return;
    if (this.#checking.ids.customerId(linkKeyOf(source, kept)) === link.customerId) return;
    this.#add('link_customer', `record ${this.#name()}`, `its link leads to customer ${link.customerId}, which its id does not derive`);
  }

  #name(): string {
    const { source, recordType, sourceKey } = this.record;
    return `${source}/${recordType}/${sourceKey}`;
  }

  #add(check: string, subject: string, detail: string): void {
    this.#checking.findings.add({ check, subject, detail });
  }
}

const PLACE_COLUMNS = {
  no: 'current_no',
  time: 'version_time',
  isTimeStated: 'is_time_stated',
  contentHash: 'content_hash',
  isDeleted: 'is_deleted',
} as const satisfies Record<keyof KeptPlace, string>;

function placeDifferences(stored: KeptPlace, expected: KeptPlace): string[] {
  const members = Object.keys(PLACE_COLUMNS) as (keyof KeptPlace)[];
  return members.filter((member) => stored[member] !== expected[member]).map((member) => PLACE_COLUMNS[member]);
}

function readOrNull(payload: string, format: string, recordType: string): SourceRecord | null {
  try {
    return readKept(payload, format as Format, recordType as RecordType);
  } catch {
    return null;
  }
}
