// What `clientele export` can be told.

import { RegistryError } from '../../error.ts';
import type { PlaceFlags } from '../place.ts';

export interface ExportFlags extends PlaceFlags {
  readonly format: 'registry' | 'cobi' | 'wasabi';
  readonly as: 'ndjson' | 'csv';
  readonly filter?: readonly string[];
  readonly losses?: true;
  readonly asOf?: string;
  readonly knownAt?: string;
  readonly after?: string;
  readonly output?: string;
}

/** Filters by name. Throws `request_invalid` where one is no `name=value`. */
export function filterPairs({ filter = [] }: ExportFlags): [name: string, value: string][] {
  return filter.map((one) => {
    const end = one.indexOf('=');
    if (end > 0) return [one.slice(0, end), one.slice(end + 1)];
    throw new RegistryError('request_invalid', `A filter is a name and a value, like country=CA; "${one}" is not.`);
  });
}
