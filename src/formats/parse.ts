// One record's JSON text → the record, or every fault of it. The line that every record crosses: a good one costs no more than its
// reading, its checks and one comparison with what was sent.

import { FORMATS } from './every-format.ts';
import { mendText } from './json-edit.ts';
import { readJson } from './json-text.ts';
import type { Checked } from './checked.ts';
import type { Format, Json, JsonObject, Parsed, ParseOptions, RecordType, SourceRecord } from './record.ts';
import type { Issue } from './issue.ts';
import type { JsonText } from './json-scan.ts';

/**
 * Reads one record from its JSON text: every fault and doubt about it, and the record where none is an error. Never throws.
 * About 8 µs for a Wasabi event of 700 bytes.
 */
export function parse(text: string, options: ParseOptions): Parsed {
  const json = readJson(text, options.fixes === true);
  if (json.value === undefined) return { issues: json.issues };
  const checked = checkJson(json, options);
  const issues = json.issues.length === 0 ? checked.check.issues : joined(json.issues, checked.check.issues);
  return parsedFrom(checked, issues, { json, options });
}

/** A number where an id belongs is one fault, however long it is. */
function joined(ofText: readonly Issue[], ofMembers: readonly Issue[]): Issue[] {
  const pointers = new Set(ofMembers.map(({ pointer }) => pointer));
  return [...ofText.filter(({ code, pointer }) => code !== 'number_imprecise' || !pointers.has(pointer)), ...ofMembers];
}

function checkJson({ value, spellings }: JsonText, { format, recordType = 'customer', now, fixes = false }: ParseOptions): Checked {
  const options = { now, isMending: fixes, ...(spellings && { spellings }) };
  return FORMATS[format].check(value as Json, recordType, options);
}

function parsedFrom(checked: Checked, issues: Parsed['issues'], { json, options }: { json: JsonText; options: ParseOptions }): Parsed {
  const { sourceId, sourceKey, value, canonicalOf } = checked;
  if (sourceId === undefined || sourceKey === undefined || !value || !canonicalOf) return { issues };
  if (issues.some(({ severity }) => severity === 'error')) return { issues, ...(isKeepable(sourceKey) && { sourceId: sourceKey }) };
  const record: SourceRecord = {
    format: options.format,
    recordType: options.recordType ?? 'customer',
    sourceId,
    sourceKey,
    versionTime: checked.versionTime ?? null,
    isDeleted: checked.isDeleted === true,
    text: mendText(json.text, checked.check.mends),
    canonical: canonicalOf(plainText(json, checked)) + impreciseIn(issues, json.spellings),
    value,
  };
  return { record, issues, sourceId: sourceKey };
}

/** The text where it needed no scan and no mend, so that it holds what printing its value again would give: 1 µs saved an event. */
function plainText({ text, spellings }: JsonText, { check }: Checked): string | undefined {
  return spellings === undefined && check.mends.length === 0 ? text : undefined;
}

/** No store could hold the other ids, nor a later record have them. */
function isKeepable(id: string): boolean {
  return id.isWellFormed() && !id.includes('\0');
}

/** Numbers that JavaScript rounds are content all the same: two that differ as sent must not count as one statement. */
function impreciseIn(issues: readonly Issue[], spellings: JsonText['spellings']): string {
  if (!spellings || spellings.size === 0) return '';
  const imprecise = issues.filter(({ code }) => code === 'number_imprecise').map(({ pointer }) => `${pointer}=${spellings.get(pointer)}`);
  return imprecise.length === 0 ? '' : JSON.stringify(imprecise.sort());
}

const FAR_FUTURE = '9000-01-01T00:00:00.000000Z';

/** A record that was accepted before, from the text that was kept. Throws where it was not: that is a fault of the store. */
export function readKept(text: string, format: Format, recordType: RecordType = 'customer'): SourceRecord {
  const { record } = parse(text, { format, recordType, now: FAR_FUTURE });
  if (!record) throw new Error('a kept record no longer reads as a record of its format');
  return record;
}

/**
 * A customer that this library composed, as a record: checked like any other, but not read again from its text. Its text and what its hash
 * is made of are printed for who asks for them.
 */
export function recordOf(value: JsonObject, format: Format): Parsed {
  const {
    check,
    sourceId,
    sourceKey,
    versionTime = null,
    isDeleted,
    canonicalOf,
  } = checkJson({ value, text: '', issues: [] }, KEPT[format]);
  const { issues } = check;
  if (sourceId === undefined || sourceKey === undefined || !canonicalOf) return { issues };
  if (issues.some(({ severity }) => severity === 'error')) return { issues, sourceId: sourceKey };
  const told = { format, recordType: 'customer', sourceId, sourceKey, versionTime, isDeleted: isDeleted === true, value } as const;
  return { record: new ComposedRecord(told, canonicalOf), issues, sourceId: sourceKey };
}

const KEPT: Readonly<Record<Format, ParseOptions>> = {
  cobi: { format: 'cobi', now: FAR_FUTURE },
  wasabi: { format: 'wasabi', now: FAR_FUTURE },
  registry: { format: 'registry', now: FAR_FUTURE },
};

type Told = Omit<SourceRecord, 'text' | 'canonical'>;

/** A class: an object that gets getters of its own each time is slow to make. */
class ComposedRecord implements SourceRecord {
  readonly format: Told['format'];
  readonly recordType: Told['recordType'];
  readonly sourceId: Told['sourceId'];
  readonly sourceKey: Told['sourceKey'];
  readonly versionTime: Told['versionTime'];
  readonly isDeleted: Told['isDeleted'];
  readonly value: Told['value'];
  readonly #canonicalOf: (text: string) => string;

  constructor(told: Told, canonicalOf: (text: string) => string) {
    this.format = told.format;
    this.recordType = told.recordType;
    this.sourceId = told.sourceId;
    this.sourceKey = told.sourceKey;
    this.versionTime = told.versionTime;
    this.isDeleted = told.isDeleted;
    this.value = told.value;
    this.#canonicalOf = canonicalOf;
  }

  get text(): string {
    return JSON.stringify(this.value);
  }

  get canonical(): string {
    return this.#canonicalOf(this.text);
  }
}
