// A customer's id in an address, as the registry writes it; what is none is an id that nobody has.

import { RegistryError } from '../error.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Throws `not_found`. */
export function customerIdIn(text: string): string {
  const id = text.toLowerCase();
  if (UUID.test(id)) return id;
  throw new RegistryError('not_found', 'There is no customer with this id.');
}
