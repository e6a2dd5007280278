// Ids in addresses: what has not the form of one is an id of nothing.

import { RegistryError } from '../error.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The id as the store has it. Throws `not_found` with the words that an absent one gets. */
export function idIn(text: string, absent: string): string {
  const id = text.toLowerCase();
  if (UUID.test(id)) return id;
  throw new RegistryError('not_found', absent);
}
