// What is said of a shown value: the version that stated it, the rule that chose it, who says the same, and what lost.

import type { LinkedRecord, TimeSource } from './source-record.ts';
import type { PastRecord } from './past-record.ts';
import type { Standing } from './project.ts';

/** The survivorship rules by name. */
export const RULES = {
  latest_statement:
    'The value of the record with the latest version time that states one, of those not deleted (of all, where every one is deleted); ties by the name of the source, then by the id.',
  last_stated: 'No current version states it, so that it is not stated; what was stated last is kept beside it.',
  deleted_when_all_are: 'Deleted when every linked record is deleted.',
  union: 'Every entry of every record that is not deleted (of all, where every one is deleted).',
  every_record: 'Every id of every linked record, deleted ones included.',
  earliest: 'The earliest time that a linked record states.',
  latest: 'The latest time that a linked record states.',
} as const;

export type Rule = keyof typeof RULES;

/** One version of one record. */
export interface Origin {
  readonly source: string;
  readonly sourceId: string;
  readonly versionNo: number;
  readonly versionTime: string;
  readonly timeSource: TimeSource;
  readonly receivedAt: string;
}

/** Why a value is not shown: another was stated later, at the same time by a source whose name comes first, or its record is deleted. */
export type Loss = 'older' | 'tie' | 'deleted' | 'not_earliest' | 'not_latest';

export interface LostValue {
  readonly value: unknown;
  readonly from: Origin;
  readonly because: Loss;
}

export interface ExplainedValue {
  /** RFC 6901 pointer into the customer. */
  readonly pointer: string;
  readonly value: unknown;
  readonly rule: Rule;
  /** Null: nothing that counts states one. */
  readonly from: Origin | null;
  /** Who says the same. */
  readonly alsoFrom: readonly Origin[];
  readonly lost: readonly LostValue[];
}

/** Records that make a customer, with where each of their values comes from. */
export interface Witnesses extends Standing {
  /** The version that `record` states now. */
  originOf(record: LinkedRecord): Origin;
  /** The record's past, for what an earlier version of it stated. */
  pastOf(record: LinkedRecord): PastRecord;
}
