// Deliveries in the store: what it costs to find those to send (counted in pages, because time depends on the machine), what becomes of
// them under a lease, and that old ones go in steps.

import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { deleteDeliveries, FIRST_ID } from '../../src/storage/outbox.ts';
import { forEachStore, onPostgresql } from '../helpers/stores.ts';
import { forgetOld } from '../../src/registry/forget-old.ts';
import { listPending, settleDeliveries } from '../../src/storage/deliveries.ts';
import { countingPages } from '../helpers/pages.ts';
import { openLine } from '../helpers/line.ts';
import type { AccountScope } from '../../src/core/account.ts';
import type { Line } from '../helpers/line.ts';

const PAGE = 1_000;

/** `count` deliveries of half as many customers, that wait since `at`. */
async function addDeliveries(line: Line, scope: AccountScope, count: number, at: string): Promise<void> {
  await line.database.inTransaction(scope, (tx) =>
    tx.query({
      sql: `insert into delivery (account_id, delivery_id, endpoint_id, subject_id, type, sequence, occurred_at, document)
select $1, delivery_id($3::timestamptz, i), 1, md5((i % ($2 / 2))::text)::uuid, 'customer.updated', i, $3::timestamptz, repeat('x', 700)
from generate_series(1, $2::integer) i`,
      params: [scope.accountId, count, at],
    }),
  );
}

onPostgresql('a step of forgetting deliveries', (store) => {
  it('touches as many pages among many as among few, although the planner knows nothing of them', async () => {
    const line = await openLine(await store.fresh());
    onTestFinished(() => line.close());
    const pagesAmong = async (count: number): Promise<number> => {
      const scope = await line.account();
      await addDeliveries(line, scope, count, '2024-05-01T10:00:00Z');
      return line.database.forAccount(scope, async (tx) => {
        const counting = countingPages(tx);
        expect(await deleteDeliveries(counting.tx, { after: FIRST_ID, before: '2024-06-01T00:00:00Z' })).not.toBeNull();
        return counting.pages();
      });
    };
    const few = await pagesAmong(1_000);
    expect(await pagesAmong(10_000)).toBeLessThan(few * 1.5);
  });
});

onPostgresql('a page of deliveries to send', (store) => {
  let line: Line;
  beforeAll(async () => {
    line = await openLine(await store.fresh());
  });
  afterAll(() => line.close());

  it('costs the pages it lies on, and where one customer waits for a retry, a look at a small index each', async () => {
    const scope = await line.account();
    await addDeliveries(line, scope, 20_000, '2024-05-01T10:00:00Z');
    const pagesOfLook = (): Promise<number> =>
      line.database.forAccount(scope, async (tx) => {
        const counting = countingPages(tx);
        const page = await listPending(counting.tx, 1, FIRST_ID, PAGE);
        expect(page.deliveries.length).toBeGreaterThan(PAGE - 2);
        return counting.pages();
      });
    expect(await pagesOfLook()).toBeLessThan(300);
    await line.database.forAccount(scope, (tx) =>
      tx.query({
        sql: `update delivery set state = 'retrying' where account_id = $1 and sequence = 20000`,
        params: [tx.accountId],
      }),
    );
    expect(await pagesOfLook()).toBeLessThan(PAGE + 300);
  });
});

forEachStore('deliveries', (store) => {
  let line: Line;
  beforeAll(async () => {
    line = await openLine(await store.fresh());
  });
  afterAll(() => line.close());

  it('are settled once, although the outcome is written again, and not at all by whom the lane does not belong to', async () => {
    const scope = await line.account();
    await addDeliveries(line, scope, 2, line.clock.now());
    const workerId = line.clock.id();
    await line.database.onPlatform((tx) =>
      tx.query({
        sql: `insert into webhook_lane (account_id, endpoint_id, told, leased_by, leased_until) values ($1, 1, 1, $2, clock_timestamp() + interval '1 minute')`,
        params: [scope.accountId, workerId],
      }),
    );
    const page = await line.database.forAccount(scope, (tx) => listPending(tx, 1, FIRST_ID, PAGE));
    const { deliveryId } = page.deliveries[0]!;
    const settle = (by: string): Promise<void> => {
      const numbers = { attempts: 1, coalesced: 1, previousVersion: null, dueAt: null };
      const settlement = { deliveryId, ...numbers, state: 'delivered', at: line.clock.now(), attempt: '{"status":204}' } as const;
      const lease = { accountId: scope.accountId, endpointId: 1, workerId: by };
      return line.database.commitAll(scope, [settleDeliveries(lease, [settlement])]);
    };
    await expect(settle(line.clock.id())).rejects.toMatchObject({ code: 'CL409' });
    await settle(workerId);
    await settle(workerId);
    const { rows } = await line.database.forAccount(scope, (tx) =>
      tx.query({
        sql: `select state, attempts, attempt_log from delivery where account_id = $1 order by delivery_id`,
        params: [tx.accountId],
      }),
    );
    expect(rows).toEqual([
      { state: 'delivered', attempts: '1', attempt_log: '[{"status":204}]' },
      { state: 'pending', attempts: '0', attempt_log: null },
    ]);
  });

  it('that are older than their time go in small steps, each from where the one before ended', async () => {
    const scope = await line.account();
    await addDeliveries(line, scope, 1_200, '2024-05-01T10:00:00Z');
    await addDeliveries(line, scope, 10, line.clock.now());
    const step = (after: string): Promise<string | null> =>
      line.database.forAccount(scope, (tx) => deleteDeliveries(tx, { after, before: '2024-05-02T00:00:00Z' }));
    const first = await step(FIRST_ID);
    const left = async (): Promise<string | null | undefined> =>
      line.database.forAccount(scope, async (tx) => {
        const { rows } = await tx.query({ sql: 'select count(*) from delivery where account_id = $1', params: [tx.accountId] });
        return rows[0]?.['count'];
      });
    expect([await left(), first! > FIRST_ID]).toEqual(['960', true]);
    expect(await step(first!)).not.toBeNull();
    await forgetOld(
      { ...line, files: { imports: async () => [], remove: async () => undefined } },
      { changeDays: 1, deliveryDays: 1, auditDays: 1, importFileDays: 1 },
    );
    expect(await left()).toBe('10');
  });
});
