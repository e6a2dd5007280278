// What `verify` costs: its sums join whole tables, and never compare each row with each, whatever the planner knows of them.

import { expect, it, onTestFinished } from 'vitest';
import { explaining } from '../helpers/plans.ts';
import { onPostgresql } from '../helpers/stores.ts';
import { openLine, take, WASABI } from '../helpers/line.ts';
import { verifyStore } from '../../src/registry/verify-store.ts';
import { wasabi } from '../helpers/people.ts';
import type { Database } from '../../src/storage/database.ts';
import type { Statement } from '../../src/storage/engine.ts';

function opensCursor({ sql }: Statement): boolean {
  return sql.startsWith('declare');
}

onPostgresql('verify on a store without statistics', (store) => {
  it('compares no row of a table with each row of another', async () => {
    const line = await openLine(await store.fresh());
    onTestFinished(() => line.close());
    const scope = await line.account();
    const texts = Array.from({ length: 1_000 }, (_, person) => JSON.stringify(wasabi(`person-${person}`)));
    await take(line, scope, WASABI, texts);
    const plans: string[] = [];
    const { database } = line;
    const told: Database = {
      ...database,
      inTransaction: (of, body) => database.inTransaction(of, (tx) => body(explaining(tx, plans, opensCursor))),
    };
    expect(await verifyStore(told, () => undefined)).toMatchObject({ records: 1_000, differences: 0 });
    expect(plans.length).toBeGreaterThan(10);
    expect(plans.filter((plan) => plan.includes('Nested Loop Anti Join'))).toEqual([]);
  });
});
