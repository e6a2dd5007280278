// How versions are found that an undone import is to have again: each by its own key, whatever the planner knows of the others.

import { expect, it } from 'vitest';
import { forEachStore } from '../helpers/stores.ts';
import { openLine } from '../helpers/line.ts';
import { readsOf, rowsRead, withGenericPlans } from '../helpers/plans.ts';
import { restoreVersions } from '../../src/storage/undo.ts';

const REVOKED = 20_000;
const RESTORED = 100;
const KEYS = Array.from({ length: RESTORED }, (_, at) => `record ${1 + at * 7}`);
const FEED = { source: 'cobi', recordType: 'customer' };
const IMPORT_ID = '550e8400-e29b-41d4-a716-446655440000';

forEachStore('restoring versions', (store) => {
  it('reads those that it restores and no others', async () => {
    const line = await openLine(await store.fresh());
    const scope = await line.account();
    const { plan, restored } = await line.database.inTransaction(scope, async (tx) => {
      await tx.query({
        sql: `insert into version_revocation (account_id, source_id, source, record_type, version_no, commit_no, import_id)
select $1, 'record ' || i, $2, $3, 1, 1, $4 from generate_series(1, ${REVOKED}) i`,
        params: [tx.accountId, FEED.source, FEED.recordType, IMPORT_ID],
      });
      const given = [tx.accountId, FEED.source, FEED.recordType, IMPORT_ID, `{${KEYS.join(',')}}`, `{${KEYS.map(() => 1).join(',')}}`];
      const read = await withGenericPlans(tx, async () => {
        await tx.query(restoreVersions({ accountId: tx.accountId, feed: FEED, importId: IMPORT_ID }, [{ sourceKey: 'none', no: 1 }]));
        return readsOf(tx, 'restore_versions', given);
      });
      const counted = await tx.query<{ count: string }>({
        sql: 'select count(*) as count from version_revocation where account_id = $1 and restored_commit_no is not null',
        params: [tx.accountId],
      });
      return { plan: read, restored: Number(counted.rows[0]?.count) };
    });
    await line.close();
    expect(restored).toBe(RESTORED);
    expect(rowsRead(plan, 'version_revocation'), plan).toBeLessThanOrEqual(3 * RESTORED);
  });
});
