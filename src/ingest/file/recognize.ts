// What the records of a file are: their format and type, from what its sender says or from the first of them; and a table's columns.

import { detect } from '../../formats/detect.ts';
import { kindOfTable, recordTypeOf } from '../../formats/recognize.ts';
import { nameOf } from '../../formats/csv/fields.ts';
import { mapColumns } from '../../formats/csv/match-columns.ts';
import { RegistryError } from '../../error.ts';
import type { Column } from '../../formats/csv/match-columns.ts';
import type { ImportSettings } from '../../core/import.ts';
import type { Kind } from '../../formats/recognize.ts';
import type { RawRecord } from './raw-record.ts';

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

function objectIn(bytes: Buffer): object | null {
  try {
    const value = JSON.parse(bytes.toString('utf8')) as unknown;
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
}

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
  const best = kindOfTable(header, wish);
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
