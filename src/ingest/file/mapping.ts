// A table's columns by hand: which field each of them fills.

import { RegistryError } from '../../error.ts';

/** The mapping that a JSON text holds; null leaves a column out. Throws `request_invalid`. */
export function mappingIn(text: string): Record<string, string | null> {
  try {
    const value = JSON.parse(text) as unknown;
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (isObject && Object.values(value).every((field) => field === null || typeof field === 'string')) {
      return value as Record<string, string | null>;
    }
  } catch {
    // Told below, with every other text that is no mapping.
  }
  throw new RegistryError('request_invalid', 'A mapping is a JSON object of columns and the fields they fill (null: leave out).');
}
