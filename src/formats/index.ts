// The format library: detect, parse, print, and say what a record states. Pure; it runs in a browser; it never throws on bad data.

import { checkCobi } from './cobi/parse.ts';
import { checkWasabi } from './wasabi/parse.ts';
import { cobiStatement } from './cobi/fields.ts';
import { isObject } from './checker.ts';
import { readJson } from './json-text.ts';
import { wasabiStatement } from './wasabi/fields.ts';
import type { Checked } from './checked.ts';
import type { Format, Json, Parsed, ParseOptions, RecordType, SourceRecord, Statement } from './record.ts';

export { ISSUE_CODES } from './issue.ts';
export { normalizeTime } from './date.ts';
export { parseAccount } from './voipbin/parse.ts';
export { accountStruct, printAccount } from './voipbin/print.ts';
export { timeFromVoipbin, timeToVoipbin } from './voipbin/time.ts';
export { recordsOf, splitElements } from './split.ts';

/**
 * Reads one record from its JSON text: every fault and doubt about it, and the record where none is an error. Never throws.
 * About 8 µs for a Wasabi event of 700 bytes.
 */
export function parse(text: string, options: ParseOptions): Parsed {
  const json = readJson(text, options.fixes === true);
  if (json.value === undefined) return { issues: json.issues };
  const checked = check(json.value, options);
  const issues = json.issues.length === 0 ? checked.check.issues : [...json.issues, ...checked.check.issues];
  return parsedFrom(checked, issues, { json: json.text, options });
}

function check(value: Json, { format, recordType = 'customer', now, fixes = false }: ParseOptions): Checked {
  if (format === 'cobi') return checkCobi(value, recordType, { now, isMending: fixes });
  return checkWasabi(value, { now, isMending: fixes });
}

function parsedFrom(checked: Checked, issues: Parsed['issues'], { json, options }: { json: string; options: ParseOptions }): Parsed {
  const { sourceId, sourceKey, value, canonicalOf } = checked;
  if (sourceId === undefined || sourceKey === undefined || !value || !canonicalOf) return { issues };
  if (issues.some(({ severity }) => severity === 'error')) return { issues, sourceId: sourceKey };
  const record: SourceRecord = {
    format: options.format,
    recordType: options.recordType ?? 'customer',
    sourceId,
    sourceKey,
    versionTime: checked.versionTime ?? null,
    isDeleted: checked.isDeleted === true,
    text: checked.check.isMended ? JSON.stringify(value) : json,
    canonical: canonicalOf(),
    value,
  };
  return { record, issues, sourceId: sourceKey };
}

const FAR_FUTURE = '9000-01-01T00:00:00.000000Z';

/** A record that was accepted before, from the text that was kept. Throws where it was not: that is a fault of the store. */
export function readKept(text: string, format: Format, recordType: RecordType = 'customer'): SourceRecord {
  const { record } = parse(text, { format, recordType, now: FAR_FUTURE });
  if (!record) throw new Error('a kept record no longer reads as a record of its format');
  return record;
}

/** The format of a JSON value by its members, or null where none claims it. */
export function detect(value: unknown): Format | 'voipbin' | null {
  if (!isObject(value as Json)) return null;
  const members = value as Record<string, unknown>;
  if ('eventType' in members && 'body' in members) return 'wasabi';
  if ('customer_id' in members || 'institute_id' in members || 'course_id' in members) return 'cobi';
  if ('tm_create' in members || 'webhook_uri' in members || 'permission_ids' in members) return 'voipbin';
  return 'externalIdentifiers' in members ? 'registry' : null;
}

/** What a customer record states of a person, in the registry's terms. */
export function statementOf(record: SourceRecord): Statement {
  return record.format === 'cobi' ? cobiStatement(record.value) : wasabiStatement(record.value);
}

export interface PrintOptions {
  /** Wasabi: fill the absent times of dependents and addresses with the customer's. */
  readonly defaults?: 'filled';
}

/** The record as its source sent it: the same members, order, values and number spelling. */
export function print(record: SourceRecord, { defaults }: PrintOptions = {}): string {
  if (record.format !== 'wasabi' || defaults !== 'filled') return record.text;
  const { body } = record.value as { body: Record<string, unknown> };
  const times = { createdAt: body['createdAt'], updatedAt: body['updatedAt'] };
  const fill = (list: unknown): unknown => (Array.isArray(list) ? list.map((item: object) => ({ ...item, ...times, ...item })) : list);
  return JSON.stringify({ ...record.value, body: { ...body, dependents: fill(body['dependents']), addresses: fill(body['addresses']) } });
}

export type { Format, Parsed, ParseOptions, RecordType, SourceRecord, Statement } from './record.ts';
export type { Issue, IssueCode } from './issue.ts';
export type { Account } from './voipbin/fields.ts';
export type { AccountStatement } from './voipbin/schema.ts';
export type { AccountOptions, ParsedAccount } from './voipbin/parse.ts';
