// A table's header → the fields that its columns hold: by exact name, then without regard to case, spaces and underscores, then by
// what people commonly call them. What nothing fits keeps its own name; it is told, and never dropped.

import { fieldsOf, isListed, nameOf, REASON_COLUMNS } from './fields.ts';
import type { Field } from './fields.ts';
import type { Format, RecordType } from '../record.ts';

/** One column: the field it fills; null: none, and its cells are kept under the column's own name, or ignored. */
export interface Column {
  readonly header: string;
  readonly field: Field | null;
  /** Which entry of the field's list. */
  readonly index: number;
  readonly isIgnored: boolean;
}

/** Names given by hand: column → field (`addresses[0].city`), or null to leave the column out. */
export type Mapping = Readonly<Record<string, string | null>>;

/** Words that mean the same in a header, as `plain` spells them. */
const SYNONYMS: readonly (readonly string[])[] = [
  ['customerid', 'id', 'customer', 'customernumber', 'clientid', 'subscriberid'],
  ['userid', 'user'],
  ['birthdate', 'dateofbirth', 'dob', 'birthday', 'born'],
  ['gender', 'sex'],
  ['countrycode', 'country', 'region'],
  ['instituteid', 'institute', 'schoolid', 'school'],
  ['courseid', 'course'],
  ['marketingoptin', 'marketing', 'newsletter', 'emailoptin'],
  ['smsoptin', 'sms'],
  ['line1', 'street', 'address', 'addressline1', 'address1'],
  ['line2', 'addressline2', 'address2'],
  ['city', 'town'],
  ['zipcode', 'zip', 'postcode', 'postalcode'],
  ['province', 'county'],
  ['createdat', 'created', 'createdon'],
  ['updatedat', 'updated', 'updatedon', 'modified', 'modifiedat', 'lastmodified'],
  ['isdeleted', 'deleted'],
];

const IGNORED: ReadonlySet<string> = new Set(REASON_COLUMNS);

/** The columns of a header. A field is filled by the first column that fits it. */
export function matchColumns(header: readonly string[], { format, recordType }: { format: Format; recordType: RecordType }): Column[] {
  const fields = fieldsOf(format, recordType);
  const columns: (Column | undefined)[] = header.map((name) =>
    IGNORED.has(name) ? { header: name, field: null, index: 0, isIgnored: true } : undefined,
  );
  const taken = new Set<string>();
  for (const find of [byName, byPlainName, bySynonym]) {
    for (const [at, name] of header.entries()) {
      if (columns[at]) continue;
      const found = find(fields, name);
      if (!found || taken.has(nameOf(found.field, found.index))) continue;
      taken.add(nameOf(found.field, found.index));
      columns[at] = { header: name, ...found, isIgnored: false };
    }
  }
  return columns.map((column, at) => column ?? { header: header[at] as string, field: null, index: 0, isIgnored: false });
}

/** The same, with the columns that `mapping` names taken from it; a message where it names what does not exist. */
export function mapColumns(
  header: readonly string[],
  kind: { format: Format; recordType: RecordType },
  mapping: Mapping,
): Column[] | { readonly fault: string } {
  const fields = fieldsOf(kind.format, kind.recordType);
  const unknown = Object.keys(mapping).find((name) => !header.includes(name));
  if (unknown !== undefined) return { fault: `The mapping names the column "${unknown}", which the file does not have.` };
  const given = new Map<string, Column>();
  for (const [name, target] of Object.entries(mapping)) {
    const found = target === null ? null : byName(fields, target);
    if (target !== null && !found)
      return { fault: `The mapping names "${target}", which is no field: one is "${nearest(fields, target)}".` };
    given.set(name, { header: name, field: found?.field ?? null, index: found?.index ?? 0, isIgnored: target === null });
  }
  const filled = new Set([...given.values()].flatMap(({ field, index }) => (field ? [nameOf(field, index)] : [])));
  return matchColumns(header, kind).map((column) => {
    const own = given.get(column.header);
    if (own) return own;
    return column.field && filled.has(nameOf(column.field, column.index)) ? { ...column, field: null } : column;
  });
}

type Found = { readonly field: Field; readonly index: number } | null;

const INDEX = /\[(\d{1,2})\]/;

function byName(fields: readonly Field[], name: string): Found {
  const index = Number(INDEX.exec(name)?.[1] ?? 0);
  const field = fields.find((one) => nameOf(one, index) === name);
  return field ? { field, index } : null;
}

function byPlainName(fields: readonly Field[], name: string): Found {
  const listed = listedField(fields, name);
  if (listed) return listed;
  const field = single(fields, (one) => plain(one.steps.join('')) === plain(name)) ?? single(fields, (one) => leafOf(one) === plain(name));
  return field ? { field, index: 0 } : null;
}

function bySynonym(fields: readonly Field[], name: string): Found {
  const words = SYNONYMS.find((group) => group.includes(plain(name)));
  if (!words) return null;
  const field = single(fields, (one) => words.includes(leafOf(one)));
  return field ? { field, index: 0 } : null;
}

/** `address_line1`, `Address 2 City`, `dependents[0].type`: a list's word, perhaps a number, a field of its entries. */
const LISTED = /^(address|dependent|externalidentifier)(?:e?s)?(\d{1,2})?([a-z].*)$/;

function listedField(fields: readonly Field[], name: string): Found {
  const [, list = '', number, rest = ''] = LISTED.exec(plain(name)) ?? [];
  if (list === '') return null;
  const own = fields.filter((field) => isListed(field) && plain(field.steps[0] as string).startsWith(list));
  const words = SYNONYMS.find((group) => group.includes(rest)) ?? [rest];
  const field = own.find((one) => leafOf(one) === rest) ?? own.find((one) => words.includes(leafOf(one)));
  if (!field) return null;
  // People count from one, brackets from zero.
  const index = number === undefined ? 0 : Number(number) - (INDEX.test(name) || number === '0' ? 0 : 1);
  return { field, index };
}

/** The only field that fits: those of the record itself before those in lists. */
function single(fields: readonly Field[], fits: (field: Field) => boolean): Field | undefined {
  const fitting = fields.filter(fits);
  const own = fitting.filter((field) => !isListed(field));
  const [first, second] = own.length > 0 ? own : fitting.filter(({ steps }) => steps[0] === 'addresses');
  return second ? undefined : first;
}

function leafOf({ steps }: Field): string {
  return plain(steps.at(-1) as string);
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

function nearest(fields: readonly Field[], name: string): string {
  const shared = (field: Field): number => [...plain(nameOf(field))].filter((letter, at) => plain(name)[at] === letter).length;
  return nameOf(fields.toSorted((a, b) => shared(b) - shared(a))[0] as Field);
}
