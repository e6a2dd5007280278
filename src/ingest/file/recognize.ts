// What the records of a file are: their format and type, from what its sender says or from the first of them; and a table's columns.

import { detect } from '../../formats/detect.ts';
import { nameOf } from '../../formats/csv/fields.ts';
import { mapColumns, matchColumns } from '../../formats/csv/match-columns.ts';
import { RegistryError } from '../../error.ts';
import type { Column } from '../../formats/csv/match-columns.ts';
import type { Format, RecordType } from '../../formats/record.ts';
import type { ImportSettings } from '../../core/import.ts';
import type { RawRecord } from './raw-record.ts';

export interface Kind {
  readonly format: Format;
  readonly recordType: RecordType;
}

type Wish = Pick<ImportSettings, 'format' | 'recordType' | 'mapping'>;

/** What the records of a file in JSON are; null where none of `sample` can be read. Throws where they are of no known format. */
export function recognizeRecords(sample: readonly RawRecord[], { format, recordType }: Wish): Kind | null {
  if (format !== 'auto' && (format !== 'cobi' || recordType !== 'auto')) {
    return { format, recordType: recordType === 'auto' ? 'customer' : recordType };
  }
  for (const raw of sample) {
    const value = 'bytes' in raw ? objectIn(raw.bytes) : null;
    if (!value) continue;
    const found = format === 'auto' ? detect(value) : format;
    if (found === 'voipbin') {
      throw new RegistryError('not_convertible', 'These are VoIPBin customers: organizations, which are accounts here and not people.');
    }
    if (found !== null) return { format: found, recordType: recordType === 'auto' ? recordTypeOf(value) : recordType };
  }
  if (format !== 'auto') return { format, recordType: 'customer' };
  return null;
}

/** Institutes and courses are told by their id: a customer that attends one has a `customer_id` besides. */
export function recordTypeOf(value: object): RecordType {
  if ('customer_id' in value || 'user_id' in value) return 'customer';
  if ('institute_id' in value) return 'institute';
  return 'course_id' in value ? 'course' : 'customer';
}

function objectIn(bytes: Buffer): object | null {
  try {
    const value = JSON.parse(bytes.toString('utf8')) as unknown;
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
}

const KINDS: readonly Kind[] = [
  { format: 'cobi', recordType: 'customer' },
  { format: 'wasabi', recordType: 'customer' },
  { format: 'registry', recordType: 'customer' },
  { format: 'cobi', recordType: 'institute' },
  { format: 'cobi', recordType: 'course' },
];

const IDS: Readonly<Record<string, string>> = {
  'cobi customer': 'customer_id',
  'wasabi customer': 'customerId',
  'registry customer': 'id',
  'cobi institute': 'institute_id',
  'cobi course': 'course_id',
};

/** What a table's rows are, with its columns. Throws `request_invalid` where no column holds their id. */
export function recognizeTable(header: readonly string[], wish: Wish): Kind & { readonly columns: Column[] } {
  const twice = header.find((name, at) => header.indexOf(name) !== at);
  if (twice !== undefined) throw new RegistryError('request_invalid', `The header names the column "${twice}" twice: rename one.`);
  const kinds = KINDS.filter((kind) => [kind.format, 'auto'].includes(wish.format) && [kind.recordType, 'auto'].includes(wish.recordType));
  const best = kinds.toSorted((a, b) => fitOf(header, b) - fitOf(header, a))[0];
  if (!best) throw new RegistryError('request_invalid', 'Only Cobi has records of this type.');
  const columns = mapColumns(header, best, wish.mapping ?? {});
  if ('fault' in columns) throw new RegistryError('request_invalid', columns.fault);
  const id = IDS[`${best.format} ${best.recordType}`] as string;
  if (columns.some(({ field, index }) => field && isId(nameOf(field, index), id))) return { ...best, columns };
  const listed = header.map((name) => `"${name}"`).join(', ');
  throw new RegistryError(
    'request_invalid',
    `No column holds the id of a ${best.format} ${best.recordType} ("${id}"); the columns are ${listed}. Name it in a mapping: {"<column>": "${id}"}.`,
  );
}

function isId(name: string, id: string): boolean {
  return name === id || (id === 'id' && name === 'externalIdentifiers[0].id');
}

/** How well a header fits a kind of record: exact names count double. */
function fitOf(header: readonly string[], kind: Kind): number {
  const matched = matchColumns(header, kind).filter(({ field }) => field !== null);
  const exact = matched.filter((column) => column.field && nameOf(column.field, column.index) === column.header);
  return matched.length + exact.length;
}
