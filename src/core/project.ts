// Records + links → customer: the survivorship rules (design: surface.md). Pure, and independent of the records' order.

import type { Attribution, Consent, ConsentState, Conflict, CustomerContent } from './customer.ts';
import type { LinkedRecord, StatedOptIn } from './source-record.ts';
import type { Address, Dependent, Statement } from '../formats/record.ts';

type Scalar = 'birthDate' | 'gender' | 'country' | 'instituteId' | 'courseId';
type OptIn = 'marketing' | 'sms';

/** Linked records in the order in which their values survive, and those of them whose values count. */
export interface Standing {
  readonly linked: readonly LinkedRecord[];
  readonly active: readonly LinkedRecord[];
  readonly candidates: readonly LinkedRecord[];
}

/** Who may state values: the records not deleted, or all where every one is deleted. */
export function standingOf(records: readonly LinkedRecord[]): Standing {
  const linked = records.length > 1 ? records.toSorted(bySurvivorship) : records;
  const active = linked.filter((record) => !record.isDeleted);
  return { linked, active, candidates: active.length > 0 ? active : linked };
}

/**
 * The customer that `records` make. Candidates for values are the records not deleted (all, where every one is deleted); a
 * scalar comes from the candidate with the latest version time that states it, ties by source name, then source id.
 */
export function project(records: readonly LinkedRecord[]): CustomerContent {
  const { linked, active, candidates } = standingOf(records);
  const content: CustomerContent = {
    status: statusOf(linked.length, active.length),
    birthDate: scalar(candidates, 'birthDate'),
    gender: scalar(candidates, 'gender'),
    country: scalar(candidates, 'country'),
    education: { instituteId: scalar(candidates, 'instituteId'), courseId: scalar(candidates, 'courseId') },
    consents: { marketing: consent(candidates, 'marketing'), sms: consent(candidates, 'sms') },
    dependents: [],
    addresses: [],
    externalIdentifiers: [],
    conflicts: birthDateConflicts(active),
    createdAt: null,
    updatedAt: null,
  };
  takeUnions(content, candidates, linked);
  return content;
}

function statusOf(linked: number, active: number): CustomerContent['status'] {
  if (linked === 0) return 'removed';
  return active > 0 ? 'active' : 'deleted';
}

/** The one whose values survive comes first: latest version time, then source name, then source id. */
function bySurvivorship(a: LinkedRecord, b: LinkedRecord): number {
  if (a.versionTime !== b.versionTime) return a.versionTime > b.versionTime ? -1 : 1;
  return byName(a, b);
}

function byName(a: LinkedRecord, b: LinkedRecord): number {
  if (a.source !== b.source) return a.source < b.source ? -1 : 1;
  if (a.sourceId === b.sourceId) return 0;
  return a.sourceId < b.sourceId ? -1 : 1;
}

function scalar(candidates: readonly LinkedRecord[], field: Scalar): string | null {
  for (const { statement } of candidates) {
    const value = statement[field];
    if (value !== undefined) return value;
  }
  return null;
}

function consent(candidates: readonly LinkedRecord[], optIn: OptIn): Consent {
  for (const record of candidates) {
    const value = record.statement[optIn];
    if (value !== undefined) return { state: stateOf(value), at: record.versionTime, source: record.source };
  }
  const last = lastStated(candidates, optIn);
  if (!last) return { state: 'not_stated' };
  return { state: 'not_stated', lastStated: { state: stateOf(last.optIn.value), at: last.optIn.at, source: last.source } };
}

function lastStated(candidates: readonly LinkedRecord[], name: OptIn): { optIn: StatedOptIn; source: string } | undefined {
  let last: { optIn: StatedOptIn; source: string } | undefined;
  for (const { optIns, source } of candidates) {
    const optIn = optIns[name];
    if (optIn && (!last || optIn.at > last.optIn.at)) last = { optIn, source };
  }
  return last;
}

export function stateOf(value: boolean): ConsentState {
  return value ? 'granted' : 'refused';
}

function birthDateConflicts(active: readonly LinkedRecord[]): Conflict[] {
  if (active.length < 2) return [];
  const stating = active.filter(({ statement }) => statement.birthDate !== undefined);
  if (new Set(stating.map(({ statement }) => statement.birthDate)).size < 2) return [];
  const values = stating.map(({ source, sourceId, statement, versionTime }) => ({
    source,
    sourceId,
    value: statement.birthDate as string,
    at: versionTime,
  }));
  return [{ field: 'birthDate', values }];
}

/** What all records add to: addresses and dependents of the candidates; ids and times of every linked record. */
function takeUnions(content: CustomerContent, candidates: readonly LinkedRecord[], linked: readonly LinkedRecord[]): void {
  for (const { statement, source, sourceId } of named(candidates)) {
    for (const dependent of statement.dependents) content.dependents.push(dependentOf(dependent, { source, sourceId }));
    for (const address of statement.addresses) content.addresses.push(addressOf(address, { source, sourceId }));
  }
  for (const { statement, source } of named(linked)) {
    for (const { type, id } of statement.identifiers) content.externalIdentifiers.push({ source, type, id });
    takeTimes(content, statement);
  }
}

/** Named one by one, as below: the order of members is the order in which they are shown. */
function dependentOf(
  { dependentId, birthDate, type, createdAt, updatedAt }: Dependent,
  { source, sourceId }: Attribution,
): Dependent & Attribution {
  return { dependentId, birthDate, type, createdAt, updatedAt, source, sourceId };
}

function addressOf(address: Address, { source, sourceId }: Attribution): Address & Attribution {
  const { addressId, line1, line2, city, province, zipCode, countryCode, createdAt, updatedAt } = address;
  const rest = { zipCode, countryCode, createdAt, updatedAt, source, sourceId };
  if (line2 !== undefined && province !== undefined) return { addressId, line1, line2, city, province, ...rest };
  return { addressId, line1, ...(line2 !== undefined && { line2 }), city, ...(province !== undefined && { province }), ...rest };
}

/** In the order of their names, in which lists are united. */
export function named(records: readonly LinkedRecord[]): readonly LinkedRecord[] {
  return records.length > 1 ? records.toSorted(byName) : records;
}

function takeTimes(content: CustomerContent, { createdAt, updatedAt }: Statement): void {
  if (createdAt !== undefined && (content.createdAt === null || createdAt < content.createdAt)) content.createdAt = createdAt;
  if (updatedAt !== undefined && (content.updatedAt === null || updatedAt > content.updatedAt)) content.updatedAt = updatedAt;
}
