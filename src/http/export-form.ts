// Customers on their way out as a file: one a line, or as rows of a table; in the registry's form or a sender's. What a form cannot hold
// is told beside each record, or counted.

import { cellOf } from '../formats/csv/row.ts';
import { convertCustomer, print } from '../formats/index.ts';
import { fieldsOf, isListed, nameOf } from '../formats/csv/fields.ts';
import { stringify } from 'csv-stringify/sync';
import { RegistryError } from '../error.ts';
import type { CustomerText } from '../registry/export-customers.ts';
import type { Field } from '../formats/csv/fields.ts';
import type { Format, RegistryCustomer } from '../formats/index.ts';
import type { JsonObject } from '../formats/record.ts';

export interface ExportForm {
  readonly format: Format;
  readonly carrier: 'ndjson' | 'csv';
  /** Each line holds the record and its losses, and customers that have no such form are lines too. */
  readonly hasLosses: boolean;
  /** A table has columns for so many entries of each list. */
  readonly entries: number;
  readonly now: string;
}

/** Turns pages of customers into text; `head` comes first. */
export interface Printer {
  readonly head: string;
  print(customers: readonly CustomerText[]): string;
}

/** Throws `request_invalid` for a table with losses: its rows have no place for them, nor for customers without a row. */
export function printerFor(form: ExportForm): Printer {
  if (form.carrier === 'csv' && form.hasLosses)
    throw new RegistryError('request_invalid', 'A table has no place for losses: export them as NDJSON.');
  return form.carrier === 'csv' ? tablePrinter(form) : linePrinter(form);
}

function linePrinter(form: ExportForm): Printer {
  const lineOf = ({ customerId, json }: CustomerText): string => {
    if (form.format === 'registry') return `${json}\n`;
    const converted = convertCustomer(JSON.parse(json) as RegistryCustomer, form.format, { now: form.now });
    if ('refused' in converted) return form.hasLosses ? `${JSON.stringify({ customerId, refused: converted.refused.message })}\n` : '';
    const record = print(converted.record, { action: 'CREATED' });
    return form.hasLosses
      ? `{"customerId":"${customerId}","record":${record},"losses":${JSON.stringify(converted.losses)}}\n`
      : `${record}\n`;
  };
  return { head: '', print: (customers) => customers.map(lineOf).join('') };
}

interface Column {
  readonly field: Field;
  readonly index: number;
}

function tablePrinter(form: ExportForm): Printer {
  const columns = columnsOf(form);
  const write = (rows: string[][]): string => (rows.length === 0 ? '' : stringify(rows, { record_delimiter: 'windows' }));
  const rowOf = ({ json }: CustomerText): string[][] => {
    const record = recordOf(json, form);
    return record ? [columns.map(({ field, index }) => cellOf(record, field, index))] : [];
  };
  return {
    head: write([columns.map(({ field, index }) => nameOf(field, index))]),
    print: (customers) => write(customers.flatMap(rowOf)),
  };
}

function columnsOf({ format, entries }: ExportForm): Column[] {
  const fields = fieldsOf(format, 'customer');
  const own = fields.filter((field) => !isListed(field)).map((field) => ({ field, index: 0 }));
  const listed = fields.filter(isListed);
  return [...own, ...Array.from({ length: entries }, (_, index) => listed.map((field) => ({ field, index }))).flat()];
}

/** The record whose members are the columns; null where the customer has no such form. */
function recordOf(json: string, { format, now }: ExportForm): JsonObject | null {
  if (format === 'registry') return JSON.parse(json) as JsonObject;
  const converted = convertCustomer(JSON.parse(json) as RegistryCustomer, format, { now });
  if ('refused' in converted) return null;
  const { value } = converted.record;
  return format === 'wasabi' ? (value['body'] as JsonObject) : value;
}
