// The format that a JSON value claims by its members.

import type { Format } from './record.ts';

/** Members that only one of the formats has; the first that a value has decides. */
const CLAIMS: readonly (readonly [member: string, format: Format | 'voipbin'])[] = [
  ['eventType', 'wasabi'],
  ['customer_id', 'cobi'],
  ['user_id', 'cobi'],
  ['institute_id', 'cobi'],
  ['course_id', 'cobi'],
  ['tm_create', 'voipbin'],
  ['webhook_uri', 'voipbin'],
  ['webhook_method', 'voipbin'],
  ['permission_ids', 'voipbin'],
  ['username', 'voipbin'],
  ['externalIdentifiers', 'registry'],
  ['consents', 'registry'],
  ['education', 'registry'],
  ['birthDate', 'registry'],
];

/** The format of a JSON value, or null where none claims it. Never throws, whatever the value is. */
export function detect(value: unknown): Format | 'voipbin' | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  try {
    return CLAIMS.find(([member]) => Object.hasOwn(value, member))?.[1] ?? null;
  } catch {
    // A proxy may refuse to be asked.
    return null;
  }
}
