// What a conversion changed: found by comparing the statements of both records field by field, their ids, and the members that the
// sender's format does not document. A loss from the record converted points into it; what was invented points into the result.

import { FIELDS } from './portrait.ts';
import { FORMATS } from './every-format.ts';
import { parseTime } from './date.ts';
import { unknownMembers } from './unknown-members.ts';
import type { Field, Identifier, Portrait } from './portrait.ts';
import type { Format, SourceRecord, Statement } from './record.ts';

export interface Loss {
  /** RFC 6901: into the record converted (`dropped`, `narrowed`) or into the result (`invented`). */
  readonly pointer: string;
  readonly kind: 'dropped' | 'narrowed' | 'invented';
  readonly reason: string;
}

interface Compared {
  readonly record: SourceRecord;
  /** What the record converted states. */
  readonly before: () => Statement;
  readonly person: Portrait;
  readonly to: Format;
  /** The result. */
  readonly after: SourceRecord;
}

const NAMES: Readonly<Record<Format, string>> = { cobi: 'Cobi', wasabi: 'Wasabi', registry: 'The registry' };

/** Every loss: fields first, then ids, cut times and undocumented members. */
export function lossesOf(compared: Compared): Loss[] {
  const { record, to, after } = compared;
  const afterStatement = FORMATS[to].statement(after.value);
  return [
    ...fieldLosses(compared, afterStatement),
    ...identifierLosses(compared, FORMATS[to].portrait(after.value, () => afterStatement).identifiers),
    ...(to === 'registry' ? cutTimes(compared) : []),
    ...unknownMembers(record.value, FORMATS[record.format].known).map((pointer): Loss => {
      return {
        pointer,
        kind: 'dropped',
        reason: `${NAMES[to]} has no place for it: the member is not one that formats share.`,
      };
    }),
  ];
}

function fieldLosses(compared: Compared, afterStatement: Statement): Loss[] {
  const { record, after } = compared;
  const before = compared.before();
  const losses: Loss[] = [];
  for (const field of FIELDS) {
    const isKept = field === 'status' ? record.isDeleted === after.isDeleted : isSame(before[field], afterStatement[field]);
    if (!isKept) losses.push(fieldLoss(field, compared, afterStatement));
  }
  return losses;
}

function fieldLoss(field: Field, { record, before, to }: Compared, afterStatement: Statement): Loss {
  const was = valueIn(field, before());
  const is = valueIn(field, afterStatement);
  const from = FORMATS[record.format].fields[field] ?? '';
  if (was === undefined)
    return {
      pointer: FORMATS[to].fields[field] ?? '',
      kind: 'invented',
      reason: `${NAMES[to]} requires it: it is the time of the receipt.`,
    };
  if (field === 'addresses' && is === undefined && afterStatement.country !== undefined) {
    return { pointer: from, kind: 'narrowed', reason: `${NAMES[to]} has no addresses: only the country of the latest is kept.` };
  }
  if (is === undefined) return { pointer: from, kind: 'dropped', reason: noPlaceFor(field, to) };
  return { pointer: from, kind: 'narrowed', reason: `${NAMES[to]} does not hold it in full.` };
}

function noPlaceFor(field: Field, to: Format): string {
  const isInAddresses = field === 'country' && FORMATS[to].fields.country !== null;
  return isInAddresses ? `${NAMES[to]} holds a country only in an address.` : `${NAMES[to]} has no place for it.`;
}

type Stated = Statement[Exclude<Field, 'status'>];

function isSame(one: Stated, other: Stated): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return one === other;
  if (one.length === 0 || one.length !== other.length) return one.length === other.length;
  return JSON.stringify(one) === JSON.stringify(other);
}

/** A field's value; undefined where nothing is stated. An empty list states nothing, a state is always stated. */
function valueIn(field: Field, statement: Statement): Stated {
  if (field === 'status') return true;
  const value = statement[field];
  return Array.isArray(value) && value.length === 0 ? undefined : value;
}

function identifierLosses({ record, person, to }: Compared, after: readonly Identifier[]): Loss[] {
  const known = new Set(person.identifiers.map(({ id }) => id));
  const kept = new Set(after.map(({ id }) => id));
  const invented = after.filter(({ id }) => !known.has(id));
  // A record's own id is not told as dropped beside the one invented in its place; a customer of the registry has none of its own.
  const own = record.format === 'registry' ? undefined : person.identifiers[0];
  const dropped = person.identifiers.filter((identifier) => !kept.has(identifier.id) && (identifier !== own || invented.length === 0));
  return [
    ...dropped.map(({ pointer }): Loss => ({ pointer, kind: 'dropped', reason: `${NAMES[to]} has no place for this id.` })),
    ...invented.map(({ pointer }): Loss => {
      return {
        pointer,
        kind: 'invented',
        reason: `${NAMES[to]} requires an id that the record does not carry: the registry's, or one derived from its own, stands in.`,
      };
    }),
  ];
}

/** Times of more than six decimals and leap seconds, which the registry's form cannot spell. */
function cutTimes({ record, person }: Compared): Loss[] {
  const { fields } = FORMATS[record.format];
  const owners: [string, { createdAt?: string; updatedAt?: string }][] = [];
  for (const list of ['dependents', 'addresses'] as const) {
    for (const [index, item] of (person[list] ?? []).entries()) owners.push([`${fields[list]}/${index}`, item]);
  }
  const ofItems = owners.flatMap(([path, item]) => [cut(`${path}/createdAt`, item.createdAt), cut(`${path}/updatedAt`, item.updatedAt)]);
  return [cut(fields.createdAt, person.createdAt), cut(fields.updatedAt, person.updatedAt), ...ofItems].flat();
}

function cut(pointer: string | null, text: string | undefined): Loss[] {
  if (text === undefined || !mayBeCut(text)) return [];
  const time = parseTime(text);
  if (pointer === null || !time || (!time.isTruncated && !time.isLeapSecond)) return [];
  return [{ pointer, kind: 'narrowed', reason: 'The registry holds times to the microsecond, without leap seconds.' }];
}

/** Longer than six decimals and an offset of one letter, or in second 60. */
function mayBeCut(text: string): boolean {
  return text.length > '2023-08-15T02:44:23.688123Z'.length || text[17] === '6';
}
