// What is remembered of the registry, once something was changed there.

import { isShort } from './in-pages.ts';
import { queryClient } from './client.ts';

/** The login does not change with records, and of its uploads only this browser knows. */
const OTHERS: ReadonlySet<unknown> = new Set(['me', 'uploads']);

/** Asks for whatever is shown again, and forgets the rest; a long list that nobody looks at would otherwise stay as it was. */
export function askAnew(): Promise<void> {
  queryClient.removeQueries({ type: 'inactive', predicate: (query) => !isShort(query) });
  return queryClient.invalidateQueries({ predicate: ({ queryKey: [name] }) => !OTHERS.has(name) });
}
