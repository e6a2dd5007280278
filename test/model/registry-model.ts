// The registry as the design tells it, in memory, one record at a time and everything recomputed: slow, and plain enough to
// be believed. Tests hold the real one against it. It shares no code with core, registry or storage, only the formats' parsing.

import { createHash } from 'node:crypto';
import { changeBetween } from './model-change.ts';
import { compare, currentOf } from './model-record.ts';
import { projectPlainly } from './project-plainly.ts';
import type { ModelChange } from './model-change.ts';
import type { ModelRecord, ModelVersion } from './model-record.ts';
import type { CustomerContent } from '../../src/core/customer.ts';
import type { OutcomeCounts } from '../../src/core/outcome.ts';
import type { Parsed, SourceRecord } from '../../src/formats/record.ts';

export interface ModelCustomer {
  readonly id: string;
  /** Counts its changes. */
  readonly version: number;
  readonly content: CustomerContent;
}

export interface ModelCommit {
  readonly source: string;
  /** The commit's time: that of records which state none. */
  readonly at: string;
  readonly received: readonly Parsed[];
}

type Outcome = keyof OutcomeCounts;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export class RegistryModel {
  /** The change feed, in order. */
  readonly changes: ModelChange[] = [];
  readonly #customerIdOf: (linkKey: string) => string;
  readonly #records = new Map<string, ModelRecord>();
  #customers = new Map<string, ModelCustomer>();
  #commitNo = 0;

  /** `customerIdOf` derives ids as the account's key does; without it a customer's id is its link key. */
  constructor(customerIdOf: (linkKey: string) => string = (linkKey) => linkKey) {
    this.#customerIdOf = customerIdOf;
  }

  /** Takes the records of one commit in their order; gives how many ended in which outcome. */
  commit(commit: ModelCommit): OutcomeCounts {
    this.#commitNo += 1;
    const counts: OutcomeCounts = { created: 0, updated: 0, unchanged: 0, stale: 0, rejected: 0, suppressed: 0 };
    for (const { record } of commit.received) counts[record ? this.#take(commit, record) : 'rejected'] += 1;
    this.#project();
    return counts;
  }

  /** By id. */
  customers(): ReadonlyMap<string, ModelCustomer> {
    return this.#customers;
  }

  /** Every source record held, with all its versions. */
  records(): ModelRecord[] {
    return [...this.#records.values()];
  }

  /** Every link as `customer id ← source/source id`, sorted. */
  links(): string[] {
    const linked = this.records().filter((record) => record.customerId !== null);
    return linked.map((record) => `${record.customerId} ← ${record.source}/${record.sourceKey}`).sort();
  }

  /** Every version as `source/type/id time hash`, sorted: equal lists are equal sets. */
  versions(): string[] {
    return this.records()
      .flatMap(({ source, recordType, sourceKey, versions }) =>
        versions.map(({ time, contentHash }) => `${source}/${recordType}/${sourceKey} ${time} ${contentHash}`),
      )
      .sort();
  }

  #take({ source, at }: ModelCommit, record: SourceRecord): Outcome {
    const held = this.#hold(source, record);
    const current = currentOf(held);
    const version = versionOf(record, at, current);
    if (!current) {
      held.versions.push(version);
      return 'created';
    }
    if (version.contentHash === current.contentHash) return 'unchanged';
    if (!held.versions.some((known) => compare(known, version) === 0)) held.versions.push(version);
    return compare(version, current) > 0 ? 'updated' : 'stale';
  }

  #hold(source: string, record: SourceRecord): ModelRecord {
    const { recordType, sourceKey } = record;
    const key = JSON.stringify([source, recordType, sourceKey]);
    const customerId = recordType === 'customer' ? this.#customerIdOf(linkKeyOf(source, record)) : null;
    const held = this.#records.get(key) ?? { source, recordType, sourceKey, customerId, versions: [] };
    this.#records.set(key, held);
    return held;
  }

  /** Projects every customer anew and tells what differs: one change a customer a commit, in the order of their ids. */
  #project(): void {
    const before = this.#customers;
    this.#customers = new Map();
    for (const [id, records] of this.#linked()) {
      const known = before.get(id);
      const content = projectPlainly(records);
      const change = changeBetween(known?.content ?? null, content);
      const version = (known?.version ?? 0) + (change ? 1 : 0);
      this.#customers.set(id, { id, version, content });
      if (change) this.changes.push({ ...change, sequence: this.changes.length + 1, commitNo: this.#commitNo, customerId: id, version });
    }
  }

  #linked(): [string, ModelRecord[]][] {
    const linked = new Map<string, ModelRecord[]>();
    for (const record of this.#records.values()) {
      if (record.customerId !== null) linked.set(record.customerId, [...(linked.get(record.customerId) ?? []), record]);
    }
    return [...linked].sort(([a], [b]) => (a < b ? -1 : 1));
  }
}

function versionOf(record: SourceRecord, at: string, current: ModelVersion | undefined): ModelVersion {
  const contentHash = createHash('sha256').update(record.canonical).digest('hex');
  if (record.versionTime !== null) return { time: record.versionTime, isTimeStated: true, contentHash, record };
  const isLate = current?.isTimeStated === false && current.time >= at;
  return { time: isLate ? microsecondAfter(current.time) : at, isTimeStated: false, contentHash, record };
}

/** Records without a time are ordered as they came, those of one commit among themselves too. */
function microsecondAfter(time: string): string {
  const micros = Date.parse(`${time.slice(0, 19)}Z`) * 1000 + Number(time.slice(20, 26)) + 1;
  return `${new Date(Math.floor(micros / 1_000_000) * 1000).toISOString().slice(0, 19)}.${String(micros % 1_000_000).padStart(6, '0')}Z`;
}

/** Feeds named like their format share their ids, UUIDs in any case; any other feed keeps to itself. */
function linkKeyOf(source: string, { format, sourceId }: SourceRecord): string {
  const id = UUID.test(sourceId) ? sourceId.toLowerCase() : sourceId;
  return source === format ? id : `${source}\u0000${id}`;
}
