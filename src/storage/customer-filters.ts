// Filters of customers → SQL. Under row-level security only operators that leak nothing (=, <, >= on keys, times and ids) reach an
// index, so that the start of a text is a range.

import { spellingsOf } from './identifiers.ts';
import type { CustomerFilters } from '../core/customer-query.ts';
import type { Param } from './engine.ts';

/** A statement's parameters as they come up; `$1` is the account. */
export class Params {
  readonly values: Param[];

  constructor(accountId: string) {
    this.values = [accountId];
  }

  add(value: Param): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

const COLUMNS = {
  status: 'status',
  country: 'country',
  gender: 'gender',
} as const satisfies Partial<Record<keyof CustomerFilters, string>>;

const BOUNDS = [
  ['birthDateFrom', 'birth_date', '>=', 'date'],
  ['birthDateTo', 'birth_date', '<=', 'date'],
  ['changedSince', 'changed_at', '>=', 'timestamptz'],
  ['updatedSince', 'updated_at', '>=', 'timestamptz'],
] as const;

/** What every customer `c` of the answer meets; `q` is not among it (search-customers.ts). */
export function conditionsOf(filters: CustomerFilters, params: Params): string[] {
  const conditions = ['c.account_id = $1', 'c.document is not null'];
  for (const [name, column] of Object.entries(COLUMNS)) {
    const value = filters[name as keyof typeof COLUMNS];
    if (value !== undefined) conditions.push(`c.${column} = ${params.add(value)}`);
  }
  for (const [name, column, operator, type] of BOUNDS) {
    const value = filters[name];
    if (value !== undefined) conditions.push(`c.${column} ${operator} ${params.add(value)}::${type}`);
  }
  const { source, externalId, consent } = filters;
  const education = educationCondition(filters, params);
  if (consent) conditions.push(`c.consent_${consent.channel} = ${params.add(consent.state)}`);
  if (source !== undefined) conditions.push(sourceCondition(source, params));
  if (externalId) conditions.push(`c.customer_id = any (array(${namedBy(externalId, params)}))`);
  if (education !== null) conditions.push(education);
  return conditions;
}

/** Feeds that take their format's name have no index of their own: most customers are theirs. */
const DEFAULT_SOURCES = ['cobi', 'wasabi', 'registry'];

function sourceCondition(source: string, params: Params): string {
  const own = DEFAULT_SOURCES.includes(source) ? '' : ` and l.source not in ('cobi', 'wasabi', 'registry')`;
  return `exists (
    select from link l where l.account_id = $1 and l.customer_id = c.customer_id and l.source = ${params.add(source)} and l.revoked_commit_id is null${own}
  )`;
}

/** The customers that a source knows by an id, its second one included. */
function namedBy({ source, id }: { readonly source: string; readonly id: string }, params: Params): string {
  const name = params.add(source);
  const spellings = spellingsOf(id).map((spelling) => params.add(spelling));
  const by = (column: string): string => `select r.customer_id from source_record r
    where r.account_id = $1 and r.source = ${name} and r.record_type = 'customer' and r.${column} in (${spellings.join(', ')})`;
  return `${by('source_id')} union ${by('second_id')}`;
}

/** The institute and the course asked for. Institutes are few, so that their index finds a course in each of them. */
export function educationCondition({ instituteId, courseId }: CustomerFilters, params: Params): string | null {
  const course = courseId === undefined ? null : `c.course_id = ${params.add(courseId)}`;
  if (instituteId !== undefined) return [`c.institute_id = ${params.add(instituteId)}`, ...(course === null ? [] : [course])].join(' and ');
  if (course === null) return null;
  return `(c.institute_id = any (array(${eachValueOf('institute_id')})) or c.institute_id is null) and ${course}`;
}

/** Each value of a column once, one step along its index for each; where they are too many to step through, the query is refused in time. */
export function eachValueOf(column: 'address_city' | 'institute_id'): string {
  return `with recursive each_value(value) as (
    (select ${column} from customer where account_id = $1 and ${column} is not null order by ${column} limit 1)
    union all
    select (select ${column} from customer where account_id = $1 and ${column} > each_value.value order by ${column} limit 1)
    from each_value where each_value.value is not null
  ) select value from each_value where value is not null`;
}
