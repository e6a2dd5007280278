// Which of a person's addresses says the country (formats.md, "Between formats").

import type { Address } from './record.ts';

/** The address with the greatest `updatedAt`; of equals the last in the list. */
export function latestOf(addresses: readonly Address[]): Address | undefined {
  let latest: Address | undefined;
  for (const address of addresses) if (!latest || address.updatedAt >= latest.updatedAt) latest = address;
  return latest;
}
