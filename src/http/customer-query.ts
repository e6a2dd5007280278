// Parameters of a search → what customers are asked for. The same names in a query and in a body; what a schema cannot say is judged
// here, with a message that says what is right.

import { isDate, normalizeTime } from '../formats/index.ts';
import { RegistryError } from '../error.ts';
import { SORT_FIELDS } from '../core/customer-query.ts';
import type { CustomerFilters, CustomerQuery, CustomerSort } from '../core/customer-query.ts';
import type { FindQuery } from './schema/find-customers.ts';

/** Throws `request_invalid`. */
export function customerQueryOf(given: FindQuery): CustomerQuery {
  return { filters: filtersOf(given), sort: sortOf(given.sort) };
}

function filtersOf(given: FindQuery): CustomerFilters {
  const { q, status, country, gender, source, externalId, consent } = given;
  const filters = {
    q: q === undefined ? undefined : textOf('q', q.trim()),
    status,
    country,
    gender,
    source,
    externalId: externalId === undefined ? undefined : externalIdOf(externalId),
    birthDateFrom: dateOf('birthDateFrom', given.birthDateFrom),
    birthDateTo: dateOf('birthDateTo', given.birthDateTo),
    instituteId: given.instituteId,
    courseId: given.courseId,
    consent: consent === undefined ? undefined : consentOf(consent),
    changedSince: timeOf('changedSince', given.changedSince),
    updatedSince: timeOf('updatedSince', given.updatedSince),
  };
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)) as CustomerFilters;
}

function textOf(name: string, text: string): string {
  if (text === '' || text.includes('\0')) throw refused(`"${name}" needs something to look for: leave it out to find everybody.`);
  return text;
}

function externalIdOf(text: string): { source: string; id: string } {
  const [, source, id] = /^([a-z0-9-]{1,40}):(.+)$/s.exec(text) ?? [];
  if (source === undefined || id === undefined) throw refused('"externalId" is a source and an id that it uses, like "cobi:550e8400-…".');
  return { source, id: textOf('externalId', id) };
}

function consentOf(text: string): NonNullable<CustomerFilters['consent']> {
  const [channel, state] = text.split(':');
  return { channel, state } as NonNullable<CustomerFilters['consent']>;
}

function dateOf(name: string, text: string | undefined): string | undefined {
  if (text === undefined || isDate(text)) return text;
  throw refused(`"${name}" is a day of the calendar, YYYY-MM-DD, of the year 1800 or later.`);
}

function timeOf(name: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const time = normalizeTime(text);
  if (time !== null) return time;
  throw refused(`"${name}" is a time with its offset (RFC 3339), like 2024-05-01T00:00:00Z; in an address, "+" is written %2B.`);
}

/** `-changedAt`: the latest first. */
function sortOf(text = '-changedAt'): CustomerSort {
  const by = SORT_FIELDS.find((field) => field === text.replace(/^-/, ''));
  if (by) return { by, isDescending: text.startsWith('-') };
  throw refused(`"sort" is one of ${SORT_FIELDS.join(', ')}, with "-" before it for the other direction.`);
}

function refused(message: string): RegistryError {
  return new RegistryError('request_invalid', message);
}
