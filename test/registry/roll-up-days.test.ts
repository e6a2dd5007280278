// The job that sums days finds what was written, once its receipts have been closed for a while, and what another process left.

import { expect, it } from 'vitest';
import { forEachStore } from '../helpers/stores.ts';
import { insertTestAccount } from '../helpers/accounts.ts';
import { openDatabase } from '../../src/storage/database.ts';
import { startDayJob } from '../../src/registry/roll-up-days.ts';
import { systemClock } from '../../src/clock.ts';
import type { AccountScope } from '../../src/core/account.ts';
import type { Database } from '../../src/storage/database.ts';
import type { Log } from '../../src/log.ts';

const LOG = { warn: (fault: unknown) => expect(fault).toBeUndefined() } as unknown as Log;

async function addReceipt(database: Database, scope: AccountScope, requestId: string, seconds: number): Promise<void> {
  await database.forAccount(scope, (tx) =>
    tx.query({
      sql: `insert into receipt (account_id, request_id, source, format, record_type, state, created, not_taken, began_at, progress_at)
select $1, $2, 'cobi', 'cobi', 'customer', 'complete', 3, 1, t, t from (select clock_timestamp() - make_interval(secs => $3::integer) as t) now`,
      params: [tx.accountId, requestId, seconds],
    }),
  );
}

async function daySum(database: Database, scope: AccountScope): Promise<string | null | undefined> {
  const sql = 'select sum(offered) as offered from outcome_day where account_id = $1';
  const { rows } = await database.forAccount(scope, (tx) => tx.query({ sql, params: [tx.accountId] }));
  return rows[0]?.['offered'];
}

forEachStore('the job that sums days', (store) => {
  it('begins with what others left, and goes on with what it is told of', async () => {
    const database = await openDatabase(await store.fresh());
    const scope = await insertTestAccount(database);
    await addReceipt(database, scope, 'left-behind', 3_600);
    await addReceipt(database, scope, 'just-closed', 0);
    const job = startDayJob({ database, clock: systemClock() }, LOG, 20);
    await expect.poll(() => daySum(database, scope), { timeout: 10_000 }).toBe('4');
    await addReceipt(database, scope, 'told-of', 60);
    job.onCommit(scope.accountId);
    await expect.poll(() => daySum(database, scope), { timeout: 10_000 }).toBe('8');
    await job.stop();
    expect(await daySum(database, scope)).toBe('8');
    await database.close();
  });
});
