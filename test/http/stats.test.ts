// `/v1/stats` adds up to what was sent, and days sum up to the same whether they are rolled up or not.

import { beforeAll, expect, it } from 'vitest';
import { cobi, wasabi } from '../helpers/people.ts';
import { forEachStore } from '../helpers/stores.ts';
import { openDatabase } from '../../src/storage/database.ts';
import { operatorKey, startRegistryHere } from '../helpers/registry.ts';
import { listOutcomes } from '../../src/storage/receipts.ts';
import { listDayChanges, rollUpChanges, rollUpReceipts } from '../../src/storage/day-sums.ts';
import type { AccountTx } from '../../src/storage/database.ts';
import type { Api } from '../helpers/api.ts';
import type { RegistryHere } from '../helpers/registry.ts';
import type { StoreSettings } from '../../src/storage/database.ts';

interface ValueCount {
  value: string | null;
  count: number;
}

interface Stats {
  asOf: string | null;
  isCurrent: boolean;
  customers: Record<string, ValueCount[]> & { total: number; openRejections: number };
  received: { day: string; received: number; outcomes: Record<string, number> }[];
  growth: { day: string; created: number; updated: number; deleted: number; restored: number }[];
}

forEachStore('the numbers of an account', (store) => {
  let registry: RegistryHere;
  let api: Api;
  let settings: StoreSettings;
  const otherKey = operatorKey();
  beforeAll(async () => {
    settings = await store.fresh();
    registry = await startRegistryHere(settings, { keys: [otherKey] });
    api = registry.api;
    await api.post('/cobi/v1/data/customers', {
      records: [
        cobi(1, { birthdate: '1990-01-01', region: 'CA', gender: 'F' }),
        cobi(2, { birthdate: null, region: 'CA' }),
        cobi(3, { is_deleted: true }),
      ],
    });
    await api.post('/wasabi/events', [wasabi('w1', { smsOptIn: false }), wasabi('w2', { smsOptIn: 'yes' }), { eventType: 'ORDER' }]);
  });

  /** The numbers once they are current: a count that has begun is soon done. */
  async function current(asked: Api): Promise<Stats> {
    for (;;) {
      const { body } = await asked.get<Stats>('/v1/stats');
      if (body.isCurrent) return body;
    }
  }

  it('count customers by what they have in common', async () => {
    const { customers, asOf } = await current(api);
    expect(asOf).toMatch(/^\d{4}-\d{2}-\d{2}T/);
    expect(customers.total).toBe(4);
    expect(customers['byStatus']).toEqual([
      { value: 'active', count: 3 },
      { value: 'deleted', count: 1 },
    ]);
    expect(customers['byCountry']).toEqual([
      { value: 'CA', count: 2 },
      { value: null, count: 1 },
    ]);
    expect(customers['byAge']?.find(({ value }) => value === null)?.count).toBe(2);
    expect(customers['bySms']).toContainEqual({ value: 'refused', count: 1 });
    expect(customers['bySource']).toEqual([
      { value: 'cobi', count: 3 },
      { value: 'wasabi', count: 1 },
    ]);
    expect(customers.openRejections).toBe(2);
    expect(customers['byRejectionCode']).toContainEqual({ value: 'event_type_unsupported', count: 1 });
  });

  it('tell what was received and what changed, by day, and know no other account', async () => {
    const { received, growth } = await current(api);
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({ received: 6, outcomes: { created: 4, rejected: 2 } });
    expect(growth).toEqual([{ day: received[0]?.day, created: 4, updated: 0, deleted: 0, restored: 0 }]);
    expect(await current(api.withKey(otherKey))).toMatchObject({ customers: { total: 0 }, received: [], growth: [] });
  });

  it('follow a change', async () => {
    await api.post('/wasabi/events', wasabi('w3'));
    await expect.poll(async () => (await api.get<Stats>('/v1/stats')).body.customers.total, { timeout: 10_000 }).toBe(5);
  });

  it('refuse days that cannot be', async () => {
    for (const days of ['0', '367', 'all']) expect((await api.get(`/v1/stats?days=${days}`)).status, days).toBe(400);
  });

  it('are the same when days are summed up, whatever the size of a step', async () => {
    await registry.stop();
    const database = await openDatabase(settings);
    const sums = () =>
      database.forAccount(registry.scope, async (tx) => [await listOutcomes(tx, null), await listDayChanges(tx, '2000-01-01')]);
    const before = await sums();
    const closed = `update receipt set progress_at = progress_at - interval '1 hour' where account_id = $1`;
    await database.inTransaction(registry.scope, (tx) => tx.query({ sql: closed, params: [tx.accountId] }));
    const steps = async (step: (tx: AccountTx, limit: number) => Promise<number>): Promise<number[]> => {
      const done: number[] = [];
      do {
        done.push(await database.inTransaction(registry.scope, (tx) => step(tx, 2)));
        expect(await sums()).toEqual(before);
      } while (done.at(-1) !== 0);
      return done;
    };
    expect(await steps(rollUpReceipts)).toEqual([2, 1, 0]);
    expect(await steps(rollUpChanges)).toEqual([2, 2, 1, 0]);
    await database.close();
  });
});
