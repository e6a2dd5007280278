// How PostgreSQL finds a page of changes: along their key from where the reader is, by a plan that is made once and not for each page.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { insertDeliveries } from '../../src/storage/hot/save-customers.ts';
import { listChanges } from '../../src/storage/changes.ts';
import { onPostgresql } from '../helpers/stores.ts';
import { openLine } from '../helpers/line.ts';
import { readsOf, withGenericPlans } from '../helpers/plans.ts';
import type { AccountScope } from '../../src/core/account.ts';
import type { Line } from '../helpers/line.ts';

const CHANGES = 20_000;
/** The first five times PostgreSQL plans for the values it is given, then it may keep a plan for any. */
const READS = 12;

onPostgresql('a page of changes', (store) => {
  let line: Line;
  let scope: AccountScope;
  beforeAll(async () => {
    line = await openLine(await store.fresh());
    scope = await line.account();
    await line.database.inTransaction(scope, async (tx) => {
      await tx.query({
        sql: `insert into change (account_id, sequence, type, customer_id, version, fields, commit_no)
select $1, i, 'customer.created', md5(i::text)::uuid, 1, '{}', 1 from generate_series(1, ${CHANGES}) i`,
        params: [tx.accountId],
      });
      await tx.query({
        sql: `insert into commit (account_id, commit_no, commit_id, recorded_at) values ($1, 1, gen_random_uuid(), now())`,
        params: [tx.accountId],
      });
      await tx.query({ sql: `update account_counter set change_sequence = ${CHANGES} where account_id = $1`, params: [tx.accountId] });
    });
  });
  afterAll(() => line.close());

  it.each([50, 100])('of %i is planned once, and reads no more rows than it gives', async (limit) => {
    const { plans, reads } = await line.database.forAccount(scope, async (tx) => {
      for (let read = 0; read < READS; read += 1) {
        const { changes } = await listChanges(tx, read * 1_000, limit);
        expect(changes.map(({ sequence }) => sequence)).toEqual(Array.from({ length: limit }, (_, at) => read * 1_000 + at + 1));
      }
      const sql = `select generic_plans, statement from pg_prepared_statements where name = 'list_changes'`;
      const { rows } = await tx.query<Record<'generic_plans' | 'statement', string>>({ sql });
      const read = await withGenericPlans(tx, () => readsOf(tx, 'list_changes', [tx.accountId, 7_000, limit]));
      return { plans: Number(rows[0]?.generic_plans), reads: read };
    });
    expect(plans).toBeGreaterThan(0);
    expect(reads).toMatch(/Index Cond: [^\n]*sequence > [^\n]*sequence <= /);
    expect(reads).not.toContain('Rows Removed by Filter');
    expect(reads).not.toMatch(/on change\b[^\n]*rows=\d{4,} loops=1\)/);
  });

  it('of one commit is all that is read to make deliveries of it', async () => {
    await line.database.onPlatform((tx) =>
      tx.query({ sql: `update account set webhook_uri = 'https://receiver.example' where account_id = $1`, params: [scope.accountId] }),
    );
    const reads = await line.database.forAccount(scope, (tx) =>
      withGenericPlans(tx, async () => {
        await tx.query(insertDeliveries(tx.accountId, 50));
        return readsOf(tx, 'insert_deliveries', [tx.accountId, 50]);
      }),
    );
    expect(reads).toMatch(/Index Cond: [^\n]*sequence > /);
    expect(reads).toMatch(/on change\b[^\n]*rows=50 loops=1\)/);
  });
});
