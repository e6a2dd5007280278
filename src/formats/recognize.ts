// What a file's records are, told by a table's header or by a record's members: the same verdict in a browser, before a file goes up,
// as in the registry that takes it in.

import { isJson } from './json-text.ts';
import { matchColumns } from './csv/match-columns.ts';
import { nameOf } from './csv/fields.ts';
import type { Format, RecordType } from './record.ts';

export interface Kind {
  readonly format: Format;
  readonly recordType: RecordType;
}

/** What its sender says of a file. */
export interface KindWish {
  readonly format: Format | 'auto';
  readonly recordType: RecordType | 'auto';
}

const KINDS: readonly Kind[] = [
  { format: 'cobi', recordType: 'customer' },
  { format: 'wasabi', recordType: 'customer' },
  { format: 'registry', recordType: 'customer' },
  { format: 'cobi', recordType: 'institute' },
  { format: 'cobi', recordType: 'course' },
];

/** The kind of record that a header fits best; null where no format has records of the type that was asked for. */
export function kindOfTable(header: readonly string[], wish: KindWish): Kind | null {
  const kinds = KINDS.filter((kind) => [kind.format, 'auto'].includes(wish.format) && [kind.recordType, 'auto'].includes(wish.recordType));
  return kinds.toSorted((a, b) => fitOf(header, b) - fitOf(header, a))[0] ?? null;
}

/** Whether a header names a field of any kind of record. */
export function namesColumns(header: readonly string[]): boolean {
  return KINDS.some((kind) => fitOf(header, kind) > 0);
}

/** How well a header fits a kind of record: exact names count double. */
function fitOf(header: readonly string[], kind: Kind): number {
  const matched = matchColumns(header, kind).filter(({ field }) => field !== null);
  const exact = matched.filter((column) => column.field && nameOf(column.field, column.index) === column.header);
  return matched.length + exact.length;
}

/** Institutes and courses are told by their id: a customer that attends one has a `customer_id` besides. */
export function recordTypeOf(value: object): RecordType {
  if ('customer_id' in value || 'user_id' in value) return 'customer';
  if ('institute_id' in value) return 'institute';
  return 'course_id' in value ? 'course' : 'customer';
}

/** Members that hold a document's records. */
export const WRAPPERS = ['customers', 'events', 'records', 'data'];
/** How a text begins that holds its records in such a member. */
const WRAPPED = new RegExp(`^\\{\\s*"(${WRAPPERS.join('|')})"\\s*:\\s*\\[`);

/** What carries a file's records; `list` may be a wrapped one. */
export type Carrier = 'list' | 'lines' | 'document' | 'table';

/** Told by how the text of a file begins, white space left out; `isWhole` where nothing comes behind it. */
export function carrierOf(text: string, isWhole: boolean): Carrier {
  if (text.startsWith('[') || WRAPPED.test(text)) return 'list';
  if (!text.startsWith('{')) return 'table';
  return isDocument(text, isWhole) ? 'document' : 'lines';
}

/** The list's `[` in a text that begins with a list, wrapped or not. */
export function listStart(text: string): number {
  return text.startsWith('[') ? 0 : (WRAPPED.exec(text)?.[0].length ?? 1) - 1;
}

/** The member that holds the list in a text that begins with a list; null where it stands alone. */
export function wrapperOf(text: string): string | null {
  return WRAPPED.exec(text)?.[1] ?? null;
}

/** A pretty-printed document: its first line is not finished. One line alone is a document too. */
function isDocument(text: string, isWhole: boolean): boolean {
  const end = text.indexOf('\n');
  if (end < 0) return isWhole && !/\}\s*\{/.test(text);
  const first = text.slice(0, end).trimEnd();
  return first === '{' || (/[,:{[]$/.test(first) && !isJson(first));
}

const DELIMITERS = [',', ';', '\t'];

/** What stands most often in the header, outside of quotes. */
export function delimiterOf(header: string): string {
  const bare = header.replaceAll(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => bare.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] as string;
}
