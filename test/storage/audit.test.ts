// The audit log in the store: that forgetting it goes in steps which cost the same whatever is kept.

import { expect, it, onTestFinished } from 'vitest';
import { countingPages } from '../helpers/pages.ts';
import { deleteOldAudit, FIRST_ENTRY } from '../../src/storage/audit.ts';
import { forEachStore, onPostgresql } from '../helpers/stores.ts';
import { openLine } from '../helpers/line.ts';
import type { AccountScope } from '../../src/core/account.ts';
import type { Line } from '../helpers/line.ts';

/** `count` entries, three at each moment. */
async function addEntries(line: Line, scope: AccountScope, count: number): Promise<void> {
  await line.database.forAccount(scope, (tx) =>
    tx.query({
      sql: `insert into audit (account_id, at, audit_id, operation, outcome, actor_kind, actor_id, actor_name, address, times)
select $1, '2024-05-01'::timestamptz + (i / 3) * interval '1 second', gen_random_uuid(), 'revokeAccessKey', 'done', 'key', $1, 'test', '192.0.2.1', 1
from generate_series(1, $2::integer) i`,
      params: [scope.accountId, count],
    }),
  );
}

onPostgresql('a step of forgetting audit entries', (store) => {
  it('touches as many pages among many as among few, although the planner knows nothing of them', async () => {
    const line = await openLine(await store.fresh());
    onTestFinished(() => line.close());
    const pagesAmong = async (count: number): Promise<number> => {
      const scope = await line.account();
      await addEntries(line, scope, count);
      return line.database.forAccount(scope, async (tx) => {
        const counting = countingPages(tx);
        expect(await deleteOldAudit(counting.tx, { after: FIRST_ENTRY, before: '2024-06-01T00:00:00Z' })).not.toBeNull();
        return counting.pages();
      });
    };
    const few = await pagesAmong(2_000);
    expect(await pagesAmong(20_000)).toBeLessThan(few * 1.5);
  });
});

forEachStore('forgetting audit entries', (store) => {
  it('goes on behind each step until all that is older is gone, and no entry of its last moment stays', async () => {
    const line = await openLine(await store.fresh());
    onTestFinished(() => line.close());
    const scope = await line.account();
    await addEntries(line, scope, 2_500);
    const kept = async (): Promise<number> =>
      line.database.forAccount(scope, async (tx) => {
        const { rows } = await tx.query<{ count: string }>({
          sql: 'select count(*) from audit where account_id = $1',
          params: [tx.accountId],
        });
        return Number(rows[0]?.count);
      });
    const counts: number[] = [];
    let after: typeof FIRST_ENTRY | null = FIRST_ENTRY;
    while (after !== null) {
      const from: typeof FIRST_ENTRY = after;
      after = await line.database.forAccount(scope, (tx) => deleteOldAudit(tx, { after: from, before: '2024-05-01T00:10:00Z' }));
      counts.push(await kept());
    }
    expect(counts).toEqual([1_500, 701, 701]);
  });
});
