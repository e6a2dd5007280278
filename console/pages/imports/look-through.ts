// What the beginning of a file says: which records it holds, what its columns fill, and every fault of the first records. By the
// registry's own library, so that the verdict is the one that the whole file will get.

import { detect, parse } from '../../../src/formats/index.ts';
import { fieldsOf, nameOf } from '../../../src/formats/csv/fields.ts';
import { kindOfTable, recordTypeOf } from '../../../src/formats/recognize.ts';
import { now } from '../../api/now.ts';
import { objectIn } from '../../parts/json-value.ts';
import { mapColumns } from '../../../src/formats/csv/match-columns.ts';
import { recordTextOf } from '../../../src/formats/csv/row.ts';
import type { Column, Mapping } from '../../../src/formats/csv/match-columns.ts';
import type { FileStart } from './file-start.ts';
import type { Issue } from '../../../src/formats/index.ts';
import type { Kind, KindWish } from '../../../src/formats/recognize.ts';

export interface ShownColumn {
  readonly name: string;
  readonly example: string;
  /** The field that it fills; null: kept under its own name. */
  readonly field: string | null;
  readonly isLeftOut: boolean;
  readonly isByHand: boolean;
}

export interface LookedThrough {
  readonly kind: Kind | null;
  readonly columns: readonly ShownColumn[] | null;
  /** The fields that a column can fill. */
  readonly fields: readonly string[];
  readonly records: readonly { readonly place: number; readonly issues: readonly Issue[] }[];
}

const NOTHING: LookedThrough = { kind: null, columns: null, fields: [], records: [] };

export interface Choices extends KindWish {
  readonly takesFixes: boolean;
  readonly mapping: Mapping;
}

export function lookThrough(start: FileStart, choices: Choices): LookedThrough {
  if (start.carrier === 'unreadable') return NOTHING;
  if (start.carrier === 'table') return throughTable(start, choices);
  const kind = kindOfTexts(start.texts, choices);
  if (kind === null) return NOTHING;
  return { ...NOTHING, kind, records: start.texts.map(({ place, what }) => ({ place, issues: issuesOf(what, kind, choices) })) };
}

/** As the registry recognises them: by the first record that claims a format. */
function kindOfTexts(texts: readonly { readonly what: string }[], { format, recordType }: KindWish): Kind | null {
  for (const { what } of texts) {
    const value = objectIn(what);
    const found = value && format === 'auto' ? detect(value) : format;
    if (value === undefined || found === null || found === 'voipbin' || found === 'auto') continue;
    const type = recordType === 'auto' && found === 'cobi' ? recordTypeOf(value) : recordType;
    return { format: found, recordType: type === 'auto' ? 'customer' : type };
  }
  return null;
}

function throughTable({ header, rows }: FileStart & { readonly carrier: 'table' }, choices: Choices): LookedThrough {
  const kind = kindOfTable(header, choices);
  if (kind === null) return NOTHING;
  const fields = fieldsOf(kind.format, kind.recordType).map((field) => nameOf(field));
  // A field of another format that was chosen before the format was: the columns are matched anew.
  const chosen = Object.entries(choices.mapping).filter(([, field]) => field === null || fields.includes(field));
  const columns = mapColumns(header, kind, Object.fromEntries(chosen));
  if ('fault' in columns) return NOTHING;
  const records = rows.map(({ place, what }) => ({ place, issues: issuesOf(recordTextOf(what, columns, kind.format), kind, choices) }));
  const shown = columns.map((column, at) => shownColumn(column, rows[0]?.what[at] ?? '', choices.mapping));
  return { kind, columns: shown, fields, records };
}

function shownColumn({ header: name, field, index, isIgnored }: Column, example: string, mapping: Mapping): ShownColumn {
  return { name, example, field: field && nameOf(field, index), isLeftOut: isIgnored, isByHand: name in mapping };
}

function issuesOf(text: string, kind: Kind, { takesFixes }: Choices): readonly Issue[] {
  return parse(text, { ...kind, now: now(), fixes: takesFixes }).issues;
}
