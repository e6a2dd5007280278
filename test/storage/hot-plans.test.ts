// How the hot path finds what is held: each row by its key, by plans that were made while the store was empty and nothing was known of it.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { forEachStore } from '../helpers/stores.ts';
import { loadLinks, loadPayloads } from '../../src/storage/hot/load-links.ts';
import { loadRecords } from '../../src/storage/hot/load-records.ts';
import { openLine, take, WASABI } from '../helpers/line.ts';
import { readsOf, rowsRead, withGenericPlans } from '../helpers/plans.ts';
import { wasabi } from '../helpers/people.ts';
import type { AccountScope } from '../../src/core/account.ts';
import type { AccountTx } from '../../src/storage/database.ts';
import type { Line } from '../helpers/line.ts';

const PEOPLE = 1_000;
const ASKED = 50;
const { source, recordType } = WASABI;

const listOf = (values: readonly (string | null | undefined)[]): string => `{${values.map((value) => value ?? 'null').join(',')}}`;

forEachStore('a batch that meets records', (store) => {
  let line: Line;
  let scope: AccountScope;
  let keys: string[];
  let customers: (string | null | undefined)[];
  beforeAll(async () => {
    line = await openLine(await store.fresh());
    scope = await line.account();
    const texts = Array.from({ length: PEOPLE }, (_, person) => JSON.stringify(wasabi(`person-${person}`)));
    const { records } = await take(line, scope, WASABI, texts);
    keys = Array.from({ length: ASKED }, (_, at) => `person-${at * 7}`);
    customers = Array.from({ length: ASKED }, (_, at) => records[at * 7]?.customerId);
  });
  afterAll(() => line.close());

  /** What a statement reads whose plan was made before: `use` makes it, and asks for nothing. */
  const reads = (use: (tx: AccountTx) => Promise<unknown>, name: string, values: (tx: AccountTx) => readonly string[]): Promise<string> =>
    line.database.inTransaction(scope, (tx) =>
      withGenericPlans(tx, async () => {
        await use(tx);
        return readsOf(tx, name, values(tx));
      }),
    );

  it('reads the records it asks for, and their customers', async () => {
    const plan = await reads(
      (tx) => loadRecords(tx, WASABI, []),
      'load_records',
      (tx) => [tx.accountId, source, recordType, listOf(keys), listOf(customers)],
    );
    expect(rowsRead(plan, 'source_record'), plan).toBe(ASKED);
    expect(rowsRead(plan, 'customer'), plan).toBe(ASKED);
  });

  it('reads what their current versions say', async () => {
    const plan = await reads(
      (tx) => loadPayloads(tx, WASABI, []),
      'load_payloads',
      (tx) => [tx.accountId, source, recordType, listOf(keys), listOf(keys.map(() => '1'))],
    );
    expect(rowsRead(plan, 'version'), plan).toBe(ASKED);
  });

  it('looks for other records of their customers, and reads none where there are none', async () => {
    const plan = await reads(
      (tx) => loadLinks(tx, source, []),
      'load_links',
      (tx) => [tx.accountId, source, listOf(customers), listOf(keys)],
    );
    expect(rowsRead(plan, 'link'), plan).toBe(ASKED);
    expect(rowsRead(plan, 'source_record'), plan).toBe(0);
    expect(rowsRead(plan, 'version'), plan).toBe(0);
  });
});
