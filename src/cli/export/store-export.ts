// An export at the store itself, where no server runs: the same customers in the same forms as over HTTP.

import { Check } from 'typebox/value';
import { customerQueryOf } from '../../http/customer-query.ts';
import { expectExtent, exportCustomers } from '../../registry/export-customers.ts';
import { FILTERS } from '../../http/schema/find-customers.ts';
import { nearestName } from '../../http/nearest-name.ts';
import { once } from 'node:events';
import { pastIn } from '../../http/past-bounds.ts';
import { printerFor } from '../../http/export-form.ts';
import { RegistryError } from '../../error.ts';
import { scopeFor } from '../../registry/account/scope-for.ts';
import { systemClock } from '../../clock.ts';
import { withExistingStore } from '../store.ts';
import type { CustomerFilters } from '../../core/customer-query.ts';
import { filterPairs } from './flags.ts';
import type { ExportFlags } from './flags.ts';

/** As many columns for entries of a list as over HTTP. */
const ENTRIES = 3;

/** Writes the export that the flags ask for to `target`, at its pace. */
export async function exportStore(flags: ExportFlags, target: NodeJS.WritableStream): Promise<void> {
  const { format, as, losses = false, after = null, asOf, knownAt } = flags;
  const past = pastIn({ ...(asOf !== undefined && { asOf }), ...(knownAt !== undefined && { knownAt }) });
  const extent = { filters: filtersIn(filterPairs(flags)), after, past };
  expectExtent(extent);
  await withExistingStore(flags, async ({ openCopy: _copied, ...database }) => {
    // Nobody else waits for the store: it is read where it is, and not from a copy.
    const deps = { database, clock: systemClock() };
    const printer = printerFor({ format, carrier: as, hasLosses: losses, entries: ENTRIES, now: deps.clock.now() });
    const write = async (text: string): Promise<void> => {
      if (!target.write(text)) await once(target, 'drain');
    };
    await write(printer.head);
    await exportCustomers(deps, await scopeFor(deps, flags.account), extent, (customers) => write(printer.print(customers)));
  });
}

/** Throws `request_invalid` naming what is no filter, and what its value cannot be. */
function filtersIn(pairs: readonly (readonly [string, string])[]): CustomerFilters {
  for (const [name, value] of pairs) {
    if (!(name in FILTERS)) throw new RegistryError('request_invalid', unknownName(name));
    const isFit: boolean = Check(FILTERS[name as keyof typeof FILTERS], value);
    if (!isFit)
      throw new RegistryError('request_invalid', `The filter "${name}" cannot be "${value}": see GET /v1/customers for what it can be.`);
  }
  return customerQueryOf({ ...Object.fromEntries(pairs), limit: 1 }).filters;
}

function unknownName(name: string): string {
  const known = Object.keys(FILTERS);
  const nearest = nearestName(name, known);
  return `There is no filter "${name}"${nearest === null ? `; there are ${known.join(', ')}` : `: did you mean "${nearest}"?`}`;
}
