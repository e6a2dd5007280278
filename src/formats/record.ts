// The shapes every format shares: what a parsed record is, and what it states about a person in the registry's own terms.
// Dates are `YYYY-MM-DD` strings and times are strings in UTC with six decimals; neither ever passes through a JS `Date`.

import type { Issue } from './issue.ts';

/** The form a source record came in. VoIPBin customers are accounts, not people, and have a parser of their own. */
export type Format = 'cobi' | 'wasabi' | 'registry';

/** What a source record is about. Only `customer` is a person. */
export type RecordType = 'customer' | 'institute' | 'course';

/** Any JSON value, as `JSON.parse` gives it. */
export type Json = null | boolean | number | string | Json[] | { [member: string]: Json };
export type JsonObject = { [member: string]: Json };

/** One parsed record of one source, valid by the rules of its format. */
export interface SourceRecord {
  readonly format: Format;
  readonly recordType: RecordType;
  /** The id by which the source knows the record, as sent. */
  readonly sourceId: string;
  /** The id as records are compared: in lower case where the format says UUID, else exactly as sent. */
  readonly sourceKey: string;
  /** When the source says this statement was made: `YYYY-MM-DDTHH:MM:SS.ffffffZ`; null where it does not say. */
  readonly versionTime: string | null;
  /** True when the record is a tombstone: Cobi `is_deleted`, Wasabi `DELETED`. */
  readonly isDeleted: boolean;
  /** The record's own JSON text without white space between tokens: same members, order, values and number spelling. */
  readonly text: string;
  /** The text whose hash says whether two records state the same: members sorted, JSON values as sent, no `eventAction`. */
  readonly canonical: string;
  /** The record as JSON, unknown members included. */
  readonly value: JsonObject;
}

/** A dependent in the registry's terms; its times are the record's where it states none. */
export interface Dependent {
  dependentId: string;
  birthDate: string;
  type: string;
  createdAt: string;
  updatedAt: string;
}

/** An address in the registry's terms; its times are the record's where it states none. */
export interface Address {
  addressId: string;
  line1: string;
  line2?: string;
  city: string;
  province?: string;
  zipCode: string;
  countryCode: string;
  createdAt: string;
  updatedAt: string;
}

/** What one customer record states about a person, in the registry's terms. An absent member is not stated. */
export interface Statement {
  birthDate?: string;
  gender?: string;
  country?: string;
  instituteId?: string;
  courseId?: string;
  marketing?: boolean;
  sms?: boolean;
  dependents: Dependent[];
  addresses: Address[];
  /** Every id the record carries, its source id first: `{type: 'customer_id', id: …}`. */
  identifiers: { type: string; id: string }[];
  createdAt?: string;
  updatedAt?: string;
}

/** What of a statement is asked for before a customer is made of it. */
export interface Brief extends Pick<Statement, 'marketing' | 'sms' | 'instituteId' | 'courseId'> {
  /** The second id by which the source knows the person, as sent. */
  readonly secondId?: string;
}

/** The answer of `parse`: a record where no issue is an error, and every issue found, errors and warnings alike. */
export interface Parsed {
  readonly record?: SourceRecord;
  readonly issues: readonly Issue[];
  /** The source id where it could be read, also for a record that is rejected. */
  readonly sourceId?: string;
}

export interface ParseOptions {
  readonly format: Format;
  /** Cobi only: which of its types the record is of. Default `customer`. */
  readonly recordType?: RecordType;
  /** The present moment, `YYYY-MM-DDTHH:MM:SS.ffffffZ`: bounds birth dates and version times. */
  readonly now: string;
  /** Take every certain suggestion and report it as a `fix_applied` warning instead of an error. */
  readonly fixes?: boolean;
}
