// One pasted record: which format it is, what is wrong with it, and the same person in the other formats. The registry's own library.

import { convert, detect, parse, parseAccount } from '../../src/formats/index.ts';
import { now } from '../api/now.ts';
import { valueIn } from './json-value.ts';
import type { Conversion, Format, Issue, SourceRecord } from '../../src/formats/index.ts';

export type AnyFormat = Format | 'voipbin';

export const FORMATS: readonly Format[] = ['cobi', 'wasabi', 'registry'];

export interface Checked {
  /** Null where nothing tells which it is. */
  readonly format: AnyFormat | null;
  readonly issues: readonly Issue[];
  /** Where no issue is an error, and it is of a person. */
  readonly record?: SourceRecord;
}

/** Checks `text` as a record of `asked`, or of the format that it claims by its members. */
export function checkRecord(text: string, asked: AnyFormat | 'auto'): Checked {
  const format = asked === 'auto' ? formatOf(text) : asked;
  if (format === null)
    return {
      format,
      issues: parse(text, { format: 'wasabi', now: now() }).issues.filter(
        ({ code }) => code.endsWith('_invalid') && code.startsWith('json'),
      ),
    };
  if (format === 'voipbin') return { format, issues: parseAccount(text, { mode: 'create' }).issues };
  const { record, issues } = parse(text, { format, recordType: recordTypeOf(text, format), now: now() });
  return { format, issues, ...(record && { record }) };
}

/** The same person in another format. */
export function converted(record: SourceRecord, to: Format): Conversion {
  return convert(record, to, { now: now() });
}

function formatOf(text: string): AnyFormat | null {
  const value = pastedIn(text);
  return value === undefined ? null : detect(value);
}

/** Cobi's records of institutes and courses have no id of a person. */
function recordTypeOf(text: string, format: Format): 'customer' | 'institute' | 'course' {
  const value = pastedIn(text) ?? {};
  if (format !== 'cobi' || typeof value !== 'object' || 'customer_id' in value || !('name' in value)) return 'customer';
  return 'course_id' in value ? 'course' : 'institute';
}

/** No-break spaces come with what is pasted from documents; the check itself says so. */
function pastedIn(text: string): object | undefined {
  return valueIn(text.replaceAll('\u00a0', ' ')) as object | undefined;
}
