// The survivorship rules (surface.md, "A customer") written down once more, without regard to speed.

import { statementOf } from '../../src/formats/index.ts';
import { currentOf } from './model-record.ts';
import type { Consent, CustomerContent } from '../../src/core/customer.ts';
import type { ModelRecord } from './model-record.ts';
import type { Statement } from '../../src/formats/record.ts';

/** A record as its current version states it. */
interface Stated {
  readonly record: ModelRecord;
  readonly source: string;
  readonly sourceId: string;
  readonly at: string;
  readonly isDeleted: boolean;
  readonly statement: Statement;
}

type Scalar = 'birthDate' | 'gender' | 'country' | 'instituteId' | 'courseId';

/** The customer that `records`, all linked to it, make. */
export function projectPlainly(records: readonly ModelRecord[]): CustomerContent {
  const all = records.map(statedBy).sort(byName);
  const active = all.filter(({ isDeleted }) => !isDeleted);
  const candidates = active.length > 0 ? active : all;
  const scalar = (field: Scalar): string | null => latest(candidates, field)?.statement[field] ?? null;
  return {
    status: active.length > 0 ? 'active' : 'deleted',
    birthDate: scalar('birthDate'),
    gender: scalar('gender'),
    country: scalar('country'),
    education: { instituteId: scalar('instituteId'), courseId: scalar('courseId') },
    consents: { marketing: consentOf(candidates, 'marketing'), sms: consentOf(candidates, 'sms') },
    dependents: candidates.flatMap(({ statement, source, sourceId }) => statement.dependents.map((it) => ({ ...it, source, sourceId }))),
    addresses: candidates.flatMap(({ statement, source, sourceId }) => statement.addresses.map((it) => ({ ...it, source, sourceId }))),
    externalIdentifiers: all.flatMap(({ statement, source }) => statement.identifiers.map((identifier) => ({ source, ...identifier }))),
    conflicts: conflictsOf(active),
    createdAt: timesOf(all, 'createdAt').at(0) ?? null,
    updatedAt: timesOf(all, 'updatedAt').at(-1) ?? null,
  };
}

function statedBy(record: ModelRecord): Stated {
  const current = currentOf(record);
  if (!current) throw new Error('A record is held without a version.');
  const { isDeleted } = current.record;
  const statement = statementOf(current.record);
  return { record, source: record.source, sourceId: record.sourceKey, at: current.time, isDeleted, statement };
}

function byName(a: Stated, b: Stated): number {
  if (a.source !== b.source) return a.source < b.source ? -1 : 1;
  return a.sourceId < b.sourceId ? -1 : 1;
}

/** The one whose value is shown comes first: the latest version time, ties by source name, then source id. */
function bySurvivorship(a: Stated, b: Stated): number {
  if (a.at !== b.at) return a.at > b.at ? -1 : 1;
  return byName(a, b);
}

function latest(candidates: readonly Stated[], field: Scalar | 'marketing' | 'sms'): Stated | undefined {
  return candidates.toSorted(bySurvivorship).find(({ statement }) => statement[field] !== undefined);
}

function consentOf(candidates: readonly Stated[], optIn: 'marketing' | 'sms'): Consent {
  const stating = latest(candidates, optIn);
  const value = stating?.statement[optIn];
  if (stating && value !== undefined) return { state: stateOf(value), at: stating.at, source: stating.source };
  const last = lastStated(candidates, optIn);
  return last ? { state: 'not_stated', lastStated: last } : { state: 'not_stated' };
}

/** Over all versions held of the candidates: the latest that stated the opt-in at all. */
function lastStated(
  candidates: readonly Stated[],
  optIn: 'marketing' | 'sms',
): { state: 'granted' | 'refused'; at: string; source: string } | undefined {
  const statements = candidates
    .toSorted(bySurvivorship)
    .flatMap(({ record, source }) =>
      record.versions
        .toSorted((a, b) => (a.contentHash > b.contentHash ? -1 : 1))
        .map(({ record: version, time }) => ({ value: statementOf(version)[optIn], at: time, source })),
    );
  const stating = statements.filter(({ value }) => value !== undefined);
  const [last] = stating.toSorted((a, b) => (a.at === b.at ? 0 : a.at > b.at ? -1 : 1));
  return last && { state: stateOf(last.value === true), at: last.at, source: last.source };
}

function stateOf(value: boolean): 'granted' | 'refused' {
  return value ? 'granted' : 'refused';
}

/** Active records that state different birth dates: all that state one, as survivorship orders them. */
function conflictsOf(active: readonly Stated[]): CustomerContent['conflicts'] {
  const values = active
    .toSorted(bySurvivorship)
    .flatMap(({ source, sourceId, at, statement }) =>
      statement.birthDate === undefined ? [] : [{ source, sourceId, value: statement.birthDate, at }],
    );
  const isOneDate = new Set(values.map(({ value }) => value)).size < 2;
  return isOneDate ? [] : [{ field: 'birthDate', values }];
}

function timesOf(records: readonly Stated[], field: 'createdAt' | 'updatedAt'): string[] {
  return records.flatMap(({ statement }) => statement[field] ?? []).sort();
}
