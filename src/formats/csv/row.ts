// A table's row → the JSON text of one record, and back. Cells are text; only fields that are booleans become such. An empty cell is
// an absent member.

import { nameOf } from './fields.ts';
import type { Column } from './match-columns.ts';
import type { Field } from './fields.ts';
import type { Format, Json, JsonObject } from '../record.ts';

const BOOLEANS: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  y: true,
  '1': true,
  false: false,
  no: false,
  n: false,
  '0': false,
};
/** What spreadsheets take for a formula, behind the apostrophe that keeps them from it. */
const DEFUSED = /^'+[=+\-@\t\r]/;
const FORMULA = /^[=+\-@\t\r]/;

/** The record that a row states, as JSON text, in the form of `format`. */
export function recordTextOf(cells: readonly string[], columns: readonly Column[], format: Format): string {
  const record: JsonObject = Object.create(null) as JsonObject;
  for (const [at, column] of columns.entries()) {
    const cell = cells[at] ?? '';
    if (cell === '' || column.isIgnored) continue;
    const text = DEFUSED.test(cell) ? cell.slice(1) : cell;
    if (column.field) place(record, column, column.field.isBoolean ? (BOOLEANS[text.toLowerCase()] ?? text) : text);
    else record[column.header] = text;
  }
  compact(record);
  if (format !== 'wasabi') return JSON.stringify(record);
  record['addresses'] ??= [];
  return JSON.stringify({ eventType: 'CUSTOMER', eventAction: 'UPDATED', version: 1, body: record });
}

function place(record: JsonObject, { field, index }: Column, value: Json): void {
  const steps = (field as Field).steps.map((step) => (step === '[]' ? index : step));
  let owner = record as Record<string | number, Json>;
  for (const [at, step] of steps.slice(0, -1).entries()) {
    const below = owner[step] ?? (typeof steps[at + 1] === 'number' ? [] : {});
    owner[step] = below;
    owner = below as unknown as Record<string | number, Json>;
  }
  owner[steps.at(-1) as string] = value;
}

/** Lists without the entries that no cell of the row fills. */
function compact(record: JsonObject): void {
  for (const [member, value] of Object.entries(record)) {
    if (Array.isArray(value)) record[member] = value.filter((entry) => (entry as Json | undefined) !== undefined);
  }
}

/** The cell of one column for a record, as JSON has it: text as it is, anything else as JSON. */
export function cellOf(record: JsonObject, field: Field, index = 0): string {
  let value: Json | undefined = record;
  for (const step of field.steps) {
    if (typeof value !== 'object' || value === null) return '';
    value = step === '[]' ? (value as Json[])[index] : (value as JsonObject)[step];
  }
  return value === undefined || value === null ? '' : defused(typeof value === 'string' ? value : JSON.stringify(value));
}

/** Text that no spreadsheet runs: one that begins like a formula gets an apostrophe, which reading takes back. */
export function defused(text: string): string {
  return FORMULA.test(text) || DEFUSED.test(text) ? `'${text}` : text;
}

/** What became of each column, for people: the field it fills, `kept` under its own name, or `ignored`. */
export function describeColumns(
  columns: readonly Column[],
): { column: string; field: string | null; use: 'mapped' | 'kept' | 'ignored' }[] {
  return columns.map(({ header, field, index, isIgnored }) => {
    if (isIgnored) return { column: header, field: null, use: 'ignored' };
    return field ? { column: header, field: nameOf(field, index), use: 'mapped' } : { column: header, field: null, use: 'kept' };
  });
}
