// How far an order is walked for a page, where the database does not end a statement by time.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CANCELLED, listCustomers } from '../../src/storage/find-customers.ts';
import { COBI, openLine, take } from '../helpers/line.ts';
import { cobi, uuid } from '../helpers/people.ts';
import { freshEmbedded } from '../helpers/stores.ts';
import type { AccountScope } from '../../src/core/account.ts';
import type { CustomerFilters, CustomerPosition, SortField } from '../../src/core/customer-query.ts';
import type { FoundCustomer } from '../../src/storage/find-customers.ts';
import type { Line } from '../helpers/line.ts';

const CUSTOMERS = 60;
const WALKED_MAX = 20;

describe('a page looked for among so many customers', () => {
  let line: Line;
  let scope: AccountScope;
  beforeAll(async () => {
    line = await openLine(await freshEmbedded());
    scope = await line.account();
    const people = Array.from({ length: CUSTOMERS }, (_, at) =>
      JSON.stringify(cobi(at, { gender: at === 50 ? 'RARE' : 'X', ...(at % 2 === 0 && { birthdate: `19${String(10 + at)}-01-01` }) })),
    );
    await take(line, scope, COBI, people);
    await line.database.tidy();
  });
  afterAll(() => line.close());

  const list = (filters: CustomerFilters, by: SortField, after: CustomerPosition | null = null): Promise<FoundCustomer[]> =>
    line.database.forAccount(scope, (tx) =>
      listCustomers(tx, { filters, sort: { by, isDescending: false } }, { after, limit: 11, walkedMax: WALKED_MAX }),
    );

  it('is given where they fill it, page after page to the end', async () => {
    for (const by of ['changedAt', 'birthDate'] as const) {
      const found = new Set<string>();
      let page = await list({ gender: 'X' }, by);
      for (; page.length === 11;) {
        const last = page.at(-2) as FoundCustomer;
        for (const { customerId } of page.slice(0, -1)) found.add(customerId);
        page = await list({ gender: 'X' }, by, { value: last.sortValue, customerId: last.customerId });
      }
      for (const { customerId } of page) found.add(customerId);
      expect(found.size).toBe(CUSTOMERS - 1);
    }
  });

  it('is refused where they do not, and more are behind them', async () => {
    for (const by of ['changedAt', 'birthDate'] as const)
      await expect(list({ gender: 'RARE' }, by)).rejects.toMatchObject({ code: CANCELLED });
    expect(await list({ gender: 'RARE', externalId: { source: 'cobi', id: uuid(50) } }, 'changedAt')).toHaveLength(1);
  });
});
