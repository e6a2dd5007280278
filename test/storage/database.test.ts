// The store as the registry sees it, on both databases: transactions whole or not at all, values as text, refusals told from bugs.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/storage/database.ts';
import { textArray } from '../../src/storage/binary-array.ts';
import { timeFrom } from '../../src/storage/time.ts';
import { insertTestAccount } from '../helpers/accounts.ts';
import { forEachStore } from '../helpers/stores.ts';
import type { AccountScope } from '../../src/core/account.ts';
import type { Database, StoreSettings } from '../../src/storage/database.ts';

forEachStore('a database', (store) => {
  let settings: StoreSettings;
  let database: Database;
  let scope: AccountScope;
  beforeAll(async () => {
    settings = await store.fresh();
    database = await openDatabase(settings);
    scope = await insertTestAccount(database);
  });
  afterAll(() => database.close());

  const suppress = (hash: string) => ({
    sql: 'insert into suppression (account_id, key_id, hash) values ($1, $1, $2)',
    params: [scope.accountId, hash],
  });
  const hash = (digit: number): string => `0000000${digit}-0000-4000-8000-000000000000`;
  const hashes = async (): Promise<number> =>
    database.forAccount(
      scope,
      async (tx) => (await tx.query({ sql: 'select 1 from suppression where account_id = $1', params: [tx.accountId] })).rowCount,
    );

  describe('commits in one flight', () => {
    it('all statements', async () => {
      await database.commitAll(scope, [suppress(hash(1)), suppress(hash(2))]);
      expect(await hashes()).toBe(2);
    });

    it('or none, and throws the first fault whatever follows it', async () => {
      const flight = database.commitAll(scope, [suppress(hash(3)), suppress(hash(1)), { sql: 'select no_such_column' }]);
      await expect(flight).rejects.toMatchObject({ code: '23505', constraint: 'suppression_pk' });
      expect(await hashes()).toBe(2);
    });

    it('nothing where rows are not as they were read', async () => {
      const guard = { sql: 'select expect_rows(1, 2)' };
      await expect(database.commitAll(scope, [suppress(hash(4)), guard])).rejects.toMatchObject({ code: 'CL409' });
      expect(await hashes()).toBe(2);
    });
  });

  it('a transaction that throws leaves nothing, and the next works', async () => {
    const broken = database.inTransaction(scope, async (tx) => {
      await tx.query(suppress(hash(5)));
      throw new Error('changed my mind');
    });
    await expect(broken).rejects.toThrow('changed my mind');
    expect(await hashes()).toBe(2);
  });

  it('values come as the text that PostgreSQL prints, microseconds and all', async () => {
    const { rows } = await database.forAccount(scope, (tx) =>
      tx.query({
        sql: `select timestamptz '2023-08-15 02:44:23.688001+02' as at, date '0044-02-29' as day, 9007199254740993::int8 as big, true as yes, null as nothing`,
      }),
    );
    expect(rows).toEqual([{ at: '2023-08-15 00:44:23.688001+00', day: '0044-02-29', big: '9007199254740993', yes: 't', nothing: null }]);
    expect(timeFrom(rows[0]?.['at'] as string)).toBe('2023-08-15T00:44:23.688001Z');
  });

  it('arrays of text arrive as they were, whatever they hold', async () => {
    const values = ['', 'plain', 'é', '😀', '{"a":[1]}', 'x,"\\{}', null, 'NULL', ' ', '\n', 'y'.repeat(100_000)];
    const { rows } = await database.forAccount(scope, (tx) =>
      tx.query({ sql: 'select value from unnest($1::text[]) with ordinality i(value, at) order by at', params: [textArray(values)] }),
    );
    expect(rows.map((row) => row['value'])).toEqual(values);
    expect(
      (await database.forAccount(scope, (tx) => tx.query({ sql: 'select * from unnest($1::text[])', params: [textArray([])] }))).rows,
    ).toEqual([]);
  });

  it('keys of text sort by their bytes', async () => {
    const { rows } = await database.forAccount(scope, (tx) =>
      tx.query({
        sql: `select collation_name from information_schema.columns where table_name = 'source_record' and column_name = 'source_id'`,
      }),
    );
    expect(rows).toEqual([{ collation_name: 'C' }]);
  });

  it('text that cannot be held is a refusal, no bug', async () => {
    const asked = database.forAccount(scope, (tx) => tx.query({ sql: 'select $1::text', params: ['a\u0000b'] }));
    await expect(asked).rejects.toMatchObject({ name: 'RegistryError', code: 'request_invalid' });
  });

  it('opened again finds what it held, and migrates nothing twice', async () => {
    await database.close();
    database = await openDatabase(settings);
    expect(await hashes()).toBe(2);
  });

  it('closed refuses as a store that is away', async () => {
    await database.close();
    const refused = database.forAccount(scope, (tx) => tx.query({ sql: 'select 1' }));
    await expect(refused).rejects.toMatchObject({ code: 'unavailable' });
    database = await openDatabase(settings);
  });
});

it.each([
  ['2023-08-15 02:44:23.688+00', '2023-08-15T02:44:23.688000Z'],
  ['2023-08-15 02:44:23+00', '2023-08-15T02:44:23.000000Z'],
  ['2023-08-15 02:44:23.123456+00', '2023-08-15T02:44:23.123456Z'],
])('the time that PostgreSQL prints as %s is %s', (printed, expected) => expect(timeFrom(printed)).toBe(expected));
