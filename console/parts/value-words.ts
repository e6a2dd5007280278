// Values and places of a customer in words.

const NAMES: Readonly<Record<string, string>> = {
  '/status': 'Status',
  '/birthDate': 'Birth date',
  '/gender': 'Gender',
  '/country': 'Country',
  '/education/instituteId': 'Institute',
  '/education/courseId': 'Course',
  '/consents/marketing': 'Marketing',
  '/consents/sms': 'SMS',
  '/dependents': 'Dependents',
  '/addresses': 'Addresses',
  '/externalIdentifiers': 'External ids',
  '/conflicts': 'Conflicts',
  '/createdAt': 'Created by a source',
  '/updatedAt': 'Updated by a source',
};

/** What a pointer into a customer is called. */
export function nameOf(pointer: string): string {
  return NAMES[pointer] ?? pointer;
}

/** Any value as one line. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return 'not known';
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && 'state' in value) return String(value.state).replaceAll('_', ' ');
  return JSON.stringify(value);
}
