// What an export costs the embedded store: a copy of its files only where the reading takes long.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { cobi } from '../helpers/people.ts';
import { exportCustomers } from '../../src/registry/export-customers.ts';
import { forEachStore } from '../helpers/stores.ts';
import { COBI, openLine, take } from '../helpers/line.ts';
import type { AccountScope } from '../../src/core/account.ts';
import type { Database } from '../../src/storage/database.ts';
import type { Line } from '../helpers/line.ts';

const PAGE = 250;

forEachStore('an export', (store) => {
  let line: Line;
  let scope: AccountScope;
  beforeAll(async () => {
    line = await openLine(await store.fresh());
    scope = await line.account();
    const texts = Array.from({ length: PAGE + 1 }, (_, at) => JSON.stringify(cobi(at, { region: at === 0 ? 'FR' : 'CA' })));
    await take(line, scope, COBI, texts);
  });
  afterAll(() => line.close());

  const exported = async (country: string): Promise<{ count: number; copies: number }> => {
    let [count, copies] = [0, 0];
    const { openCopy } = line.database;
    const counting = async (): Promise<Database> => {
      copies += 1;
      return openCopy === undefined ? line.database : openCopy();
    };
    const database = openCopy === undefined ? line.database : { ...line.database, openCopy: counting };
    await exportCustomers({ database }, scope, { filters: { country }, after: null, past: null }, async (customers) => {
      count += customers.length;
    });
    return { count, copies };
  };

  it('of few reads them at once', async () => {
    expect(await exported('FR')).toEqual({ count: 1, copies: 0 });
    expect(await exported('CA')).toEqual({ count: PAGE, copies: 0 });
    expect(await exported('IS')).toEqual({ count: 0, copies: 0 });
  });

  it('of more reads a copy of the embedded store, which goes on meanwhile', async () => {
    await take(line, scope, COBI, [JSON.stringify(cobi(900, { region: 'CA' }))]);
    expect(await exported('CA')).toEqual({ count: PAGE + 1, copies: store.kind === 'embedded' ? 1 : 0 });
  });
});
