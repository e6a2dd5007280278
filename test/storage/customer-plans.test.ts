// How PostgreSQL finds customers: as the application's role, under row-level security, by an index for every filter and order.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client } from 'pg';
import { addManyCustomers } from '../../bench/many-customers.ts';
import { explaining } from '../helpers/plans.ts';
import { findCustomers } from '../../src/registry/find-customers.ts';
import { insertTestAccount } from '../helpers/accounts.ts';
import { limitReading, listCustomers } from '../../src/storage/find-customers.ts';
import { onPostgresql } from '../helpers/stores.ts';
import { openDatabase } from '../../src/storage/database.ts';
import { SORT_FIELDS } from '../../src/core/customer-query.ts';
import { systemClock } from '../../src/clock.ts';
import type { AccountScope } from '../../src/core/account.ts';
import type { Database } from '../../src/storage/database.ts';
import type { CustomerFilters } from '../../src/core/customer-query.ts';

const CUSTOMERS = 30_000;

const FILTERS: Record<string, CustomerFilters> = {
  none: {},
  status: { status: 'deleted' },
  'a common country': { country: 'GB' },
  'a rare country': { country: 'IS' },
  gender: { gender: 'NON_BINARY' },
  source: { source: 'cobi' },
  'a source of few': { source: 'shop-2' },
  externalId: { externalId: { source: 'cobi', id: '550e8400-e29b-41d4-a716-446655440000' } },
  'a day of birth': { birthDateFrom: '1990-01-01', birthDateTo: '1990-01-01' },
  instituteId: { instituteId: '550e8400-e29b-41d4-a716-446655440000' },
  courseId: { courseId: '550e8400-e29b-41d4-a716-446655440000' },
  consent: { consent: { channel: 'sms', state: 'granted' } },
  changedSince: { changedSince: '2025-01-01T00:00:20.000000Z' },
  updatedSince: { updatedSince: '2024-12-01T00:00:00.000000Z' },
  'few matches': { q: '12 mill road 7' },
  'many matches': { q: 'city' },
};

onPostgresql('plans of finding customers', (store) => {
  let database: Database;
  let scope: AccountScope;
  let url: string;
  beforeAll(async () => {
    const settings = await store.fresh();
    database = await openDatabase(settings);
    scope = await insertTestAccount(database);
    if (!('databaseUrl' in settings)) throw new Error('this suite is for PostgreSQL');
    url = settings.databaseUrl;
    await addManyCustomers(url, CUSTOMERS);
  });
  afterAll(() => database.close());

  async function plansOf(filters: CustomerFilters, sort: string): Promise<string> {
    const plans: string[] = [];
    const by = SORT_FIELDS.find((field) => sort.endsWith(field)) ?? 'changedAt';
    await database.inTransaction(scope, async (tx) => {
      if (Object.keys(filters).length > 0) await limitReading(tx, 5_000);
      await listCustomers(explaining(tx, plans), { filters, sort: { by, isDescending: sort.startsWith('-') } }, { after: null, limit: 51 });
    });
    return plans.join('\n');
  }

  it('run under row-level security', () => expect(database.hasSecondWall).toBe(true));

  describe.each(Object.entries(FILTERS))('with %s', (_name, filters) => {
    it.each(SORT_FIELDS.flatMap((field) => [field, `-${field}`]))('by %s read no large table from end to end', async (sort) => {
      expect(await plansOf(filters, sort)).not.toMatch(/Seq Scan on (customer|link|source_record)\b/);
    });
  });

  it('decide on a rare country within the index of the order', async () => {
    expect(await plansOf({ country: 'IS' }, '-changedAt')).toMatch(/using customer_changed[^\n]*\n\s+Index Cond: [^\n]*country = 'IS'/);
  });

  it('reach an address, a postal code, a second id and a birth date by their indexes', async () => {
    const plans = await plansOf({ q: '1990-01-01' }, '-changedAt');
    for (const index of [
      'customer_address_line',
      'customer_address_place',
      'source_record_second_id',
      'source_record_pk',
      'customer_birth_date',
    ])
      expect(plans).toContain(index);
  });

  it.each([
    ['by their addresses', 'City', `starts_with(address_city, 'city')`],
    [
      'by their addresses, and some by an id',
      'C',
      `(starts_with(address_city, 'c') or customer_id in (
        select customer_id from source_record where account_id = $1 and (starts_with(source_id, 'c') or starts_with(second_id, 'c'))))`,
    ],
    [
      'by an id',
      '',
      `customer_id in (select customer_id from source_record where account_id = $1 and (source_id >= '0' or second_id >= '0'))`,
    ],
  ])('find the same where too many match %s to be gathered first', async (_name, q, condition) => {
    const sort = { by: 'birthDate', isDescending: false } as const;
    const found = await database.forAccount(scope, (tx) => listCustomers(tx, { filters: { q }, sort }, { after: null, limit: 201 }));
    const { rows } = await database.forAccount(scope, (tx) =>
      tx.query({
        sql: `select customer_id from customer where account_id = $1 and ${condition} order by birth_date, customer_id limit 201`,
        params: [tx.accountId],
      }),
    );
    expect(found.map(({ customerId }) => customerId)).toEqual(rows.map((row) => row['customer_id']));
  });

  it('are given up after half a second, naming filters that would help', async () => {
    const holder = new Client(url);
    await holder.connect();
    try {
      await holder.query('begin; lock table customer in access exclusive mode');
      const query = { filters: { country: 'GB', q: 'x' }, sort: { by: 'changedAt', isDescending: true } } as const;
      const asked = findCustomers({ database, clock: systemClock() }, scope, query, { after: null, limit: 51 });
      await expect(asked).rejects.toMatchObject({ code: 'query_too_broad', message: expect.stringContaining('add "externalId"') });
    } finally {
      await holder.end();
    }
  });

  it('keep to eight indexes', async () => {
    const { rows } = await database.forAccount(scope, (tx) => tx.query({ sql: `select from pg_indexes where tablename = 'customer'` }));
    expect(rows.length).toBeLessThanOrEqual(8);
  });
});
