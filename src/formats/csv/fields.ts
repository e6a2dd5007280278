// The fields of a format as columns of a table: `addresses[0].line1` is the first address's line. Derived from the documented
// members, so that a field of a format is a column without further ado.

import { FORMATS } from '../every-format.ts';
import type { Format, RecordType } from '../record.ts';
import type { Known } from '../format-rules.ts';

/** One field that a column can hold. */
export interface Field {
  /** Members from the record's root, `wasabi`'s below its body; `[]` stands for an entry of a list. */
  readonly steps: readonly string[];
  readonly isBoolean: boolean;
}

const LISTS = new Set(['dependents', 'addresses', 'externalIdentifiers']);
const BOOLEANS = new Set(['marketingOptIn', 'smsOptIn', 'is_deleted']);
const TIMES = ['created', 'updated', 'is_deleted'];
const OTHERS = { institute: ['institute_id', 'name', 'region', ...TIMES], course: ['course_id', 'name', ...TIMES] } as const;

/** The fields that a table of this format and type can have, in documented order. */
export function fieldsOf(format: Format, recordType: RecordType): Field[] {
  if (recordType !== 'customer') return OTHERS[recordType].map((name) => fieldAt([name]));
  const { known } = FORMATS[format];
  return walk(format === 'wasabi' ? (known['body'] as Known) : known, []);
}

function walk(known: Known, path: readonly string[]): Field[] {
  return Object.entries(known).flatMap(([member, below]) => {
    const steps = [...path, member, ...(LISTS.has(member) ? ['[]'] : [])];
    return below === true ? [fieldAt(steps)] : walk(below, steps);
  });
}

function fieldAt(steps: readonly string[]): Field {
  return { steps, isBoolean: BOOLEANS.has(steps.at(-1) as string) };
}

/** A column's own name: `addresses[1].city`. */
export function nameOf({ steps }: Field, index = 0): string {
  return steps.join('.').replaceAll('.[]', `[${index}]`);
}

/** Whether the field is one of an entry of a list. */
export function isListed({ steps }: Field): boolean {
  return steps.includes('[]');
}

/** Columns that say why a record was rejected: written beside it, ignored on the way in. */
export const REASON_COLUMNS = ['_line', '_field', '_code', '_message', '_suggestion'] as const;
