// Customers found by filters that combine freely, page by page. What takes too long is refused with the filter that would help: an
// answer in time is part of the promise.

import { CANCELLED, countCustomers, estimateCustomers, limitReading, listCustomers } from '../storage/find-customers.ts';
import { DatabaseError } from '../storage/engine.ts';
import { RegistryError } from '../error.ts';
import type { AccountScope } from '../core/account.ts';
import type { AccountTx } from '../storage/database.ts';
import type { CustomerFilters, CustomerQuery } from '../core/customer-query.ts';
import type { CustomerCount, CustomerPage, FoundCustomer } from '../storage/find-customers.ts';
import type { Deps } from './save-records.ts';

export type { FoundCustomer } from '../storage/find-customers.ts';

/** How long one statement may take for a page, and for a count that is asked for to the last one. */
const QUERY_MS_MAX = 500;
const COUNT_MS_MAX = 5_000;
/** The embedded store ends no statement by time: there a page is looked for among so many entries of the order. */
const WALKED_MAX = 100_000;

/** One page of customers. Refuses with `query_too_broad`. */
export function findCustomers({ database }: Deps, scope: AccountScope, query: CustomerQuery, page: CustomerPage): Promise<FoundCustomer[]> {
  // Without a filter every order is that of an index: nothing can take long.
  if (Object.keys(query.filters).length === 0) return database.forAccount(scope, (tx) => listCustomers(tx, query, page));
  const bounded = database.kind === 'embedded' ? { ...page, walkedMax: WALKED_MAX } : page;
  return inTime({ database }, scope, { filters: query.filters, ms: QUERY_MS_MAX }, (tx) => listCustomers(tx, query, bounded));
}

/** How many customers meet the filters; an estimate beyond 10,000 where that is asked for. Refuses with `query_too_broad`. */
export function countFound(
  deps: Pick<Deps, 'database'>,
  scope: AccountScope,
  filters: CustomerFilters,
  kind: 'exact' | 'estimated',
): Promise<CustomerCount> {
  const [count, ms] = kind === 'exact' ? [countCustomers, COUNT_MS_MAX] : [estimateCustomers, QUERY_MS_MAX];
  return inTime(deps, scope, { filters, ms }, (tx) => count(tx, filters));
}

async function inTime<T>(
  { database }: Pick<Deps, 'database'>,
  scope: AccountScope,
  { filters, ms }: { readonly filters: CustomerFilters; readonly ms: number },
  read: (tx: AccountTx) => Promise<T>,
): Promise<T> {
  try {
    return await database.inTransaction(scope, async (tx) => {
      const [, found] = await Promise.all([limitReading(tx, ms), read(tx)]);
      return found;
    });
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.code !== CANCELLED) throw error;
    throw new RegistryError('query_too_broad', tooBroad(filters, database.kind === 'embedded' ? FIRST_ENTRIES : `within ${ms} ms`), {
      cause: error,
    });
  }
}

/** Filters that lead to few customers, as a rule, by an index. */
const NARROWING = [
  ['externalId', '"externalId"'],
  ['q', '"q"'],
  ['birthDateFrom', '"birthDateFrom" with "birthDateTo"'],
  ['instituteId', '"instituteId"'],
  ['changedSince', '"changedSince"'],
  ['updatedSince', '"updatedSince"'],
] as const;

const FIRST_ENTRIES = `among the next ${WALKED_MAX.toLocaleString('en')} of this order`;

function tooBroad(filters: CustomerFilters, where: string): string {
  const longer = filters.q === undefined ? '' : ' Write more of "q".';
  const helping = NARROWING.filter(([name]) => filters[name] === undefined).map(([, words]) => words);
  const [first = 'a narrower range', ...others] = helping;
  const more = others.length > 0 ? `, or one of ${others.join(', ')}` : '';
  return `No index leads to these customers ${where}: add ${first}${more}.${longer}`;
}
