// What a Cobi customer states, in the registry's terms: the mapping as data (formats.md, "Between formats").

import { normalizeTime } from '../date.ts';
import type { JsonObject, Statement } from '../record.ts';

/** Cobi's member → the statement's, for values that are taken as they are; null states nothing. */
export const COBI_FIELDS = [
  ['birthdate', 'birthDate'],
  ['gender', 'gender'],
  ['region', 'country'],
  ['institute_id', 'instituteId'],
  ['course_id', 'courseId'],
] as const;

export function cobiStatement(value: JsonObject): Statement {
  const statement: Statement = {
    dependents: [],
    addresses: [],
    identifiers: [
      { type: 'customer_id', id: value['customer_id'] as string },
      { type: 'user_id', id: value['user_id'] as string },
    ],
  };
  for (const [from, to] of COBI_FIELDS) {
    const stated = value[from];
    if (typeof stated === 'string') statement[to] = stated;
  }
  const createdAt = timeOf(value['created']);
  const updatedAt = timeOf(value['updated']);
  if (createdAt) statement.createdAt = createdAt;
  if (updatedAt) statement.updatedAt = updatedAt;
  return statement;
}

function timeOf(value: unknown): string | null {
  return typeof value === 'string' ? normalizeTime(value) : null;
}
