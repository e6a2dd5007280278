// `fields=id,birthDate`: the members of a customer that its reader wants, and no others.

import { CONTENT_FIELDS } from '../core/customer.ts';
import { RegistryError } from '../error.ts';

const MEMBERS: readonly string[] = ['id', 'version', 'changedAt', ...CONTENT_FIELDS];

/** The members named, by commas; null: all. Throws `request_invalid`. */
export function fieldsIn(text: string | undefined): readonly string[] | null {
  if (text === undefined) return null;
  const fields = text.split(',').map((field) => field.trim());
  if (fields.every((field) => MEMBERS.includes(field))) return fields;
  throw new RegistryError('request_invalid', `"fields" names members of a customer, by commas: ${MEMBERS.join(', ')}.`);
}

/** The customer's JSON with those members alone, in a customer's own order. */
export function pickFields(json: string, fields: readonly string[] | null): string {
  if (fields === null) return json;
  const members = Object.entries(JSON.parse(json) as object).filter(([name]) => fields.includes(name));
  return JSON.stringify(Object.fromEntries(members));
}
