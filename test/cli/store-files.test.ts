// `clientele import` and `export` at the store itself, where no server runs: the same jobs, outcomes and files as over HTTP.

import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { clientele, clienteleProcess, fileWith } from './clientele.ts';
import { cobi, uuid } from '../helpers/people.ts';
import { addAccounts } from '../helpers/accounts.ts';
import { expectSound } from '../faults/sound-store.ts';
import { filesFolderOf } from '../helpers/databases.ts';
import { forEachStore } from '../helpers/stores.ts';
import { operatorKey, startChildRegistry } from '../helpers/registry.ts';
import type { AccountScope } from '../../src/core/account.ts';
import type { Ended } from '../checkout/child.ts';
import type { StoreSettings } from '../../src/storage/database.ts';

/** A command opens the store anew, which takes a while where many tests run. */
const SLOW_MS = 180_000;
const lines = (...records: object[]): string => records.map((record) => `${JSON.stringify(record)}\n`).join('');

forEachStore('a store without a server', (store) => {
  let settings: StoreSettings;
  const env = (): Record<string, string> =>
    'dataDir' in settings
      ? { CLIENTELE_DATA_DIR: settings.dataDir }
      : { DATABASE_URL: settings.databaseUrl, CLIENTELE_DATA_DIR: filesFolderOf(settings.databaseUrl) };
  const run = (...args: string[]): Promise<Ended> => clientele(args, env());
  beforeAll(async () => {
    settings = await store.fresh();
    await (await startChildRegistry(settings, operatorKey())).stop();
  });
  afterAll(() => expectSound(settings));

  it(
    'takes in files, plans them, gives rejects back, and gives its customers out',
    async () => {
      const file = fileWith(lines(cobi(1), cobi(2, { region: 'UK' }), cobi(1, { gender: 'NEW', updated: '2024-02-01T00:00:00Z' })));
      const planned = await run('import', '--dry-run', file);
      expect([planned.status, planned.stderr]).toEqual([1, expect.stringContaining('3 received = 1 created + 1 updated + 1 rejected')]);
      const taken = await run('import', file);
      expect([taken.status, taken.stderr]).toEqual([1, expect.stringContaining('3 received = 1 created + 1 updated + 1 rejected')]);
      const rejects = `${file}.rejects.ndjson`;
      writeFileSync(rejects, readFileSync(rejects, 'utf8').replace('"UK"', '"GB"'));
      expect((await run('import', rejects)).stderr).toContain('1 received = 1 created');
      const args = ['export', '--format', 'cobi', '--as-of', '2024-01-15T00:00:00Z', '--filter', 'country=CA'];
      const one = await clienteleProcess(args, env());
      expect(lines(JSON.parse(one.stdout) as object)).toContain(
        `"user_id":"${uuid(900_001)}","region":"CA","updated":"2024-01-01T00:00:00.000000Z"`,
      );
      const table = fileWith('', 'out.csv');
      expect((await run('export', '--as', 'csv', '-o', table, '--filter', 'country=GB')).status).toBe(0);
      expect(readFileSync(table, 'utf8').split('\r\n')).toHaveLength(3);
      expect(readFileSync(table, 'utf8')).toContain(uuid(2));
    },
    SLOW_MS,
  );

  it(
    'says which filter and which account it does not know',
    async () => {
      const wrong = await run('export', '--filter', 'contry=CA');
      expect([wrong.status, wrong.stderr]).toEqual([2, expect.stringContaining('There is no filter "contry": did you mean "country"?')]);
      const value = await run('export', '--filter', 'country=Canada');
      expect([value.status, value.stderr]).toEqual([2, expect.stringContaining('The filter "country" cannot be "Canada"')]);
      const bare = await run('export', '--filter', 'country');
      expect([bare.status, bare.stderr]).toEqual([2, expect.stringContaining('A filter is a name and a value')]);
      const nobody = await run('import', '--account', 'nobody', fileWith(lines(cobi(1))));
      expect([nobody.status, nobody.stderr]).toEqual([3, expect.stringContaining('The store has no account with this username.')]);
    },
    SLOW_MS,
  );

  it(
    'keeps the accounts of others apart',
    async () => {
      const [{ accountId }] = (await addAccounts(settings, [operatorKey()])) as [AccountScope];
      const username = `account-${accountId}`;
      expect((await run('import', '--account', username, fileWith(lines(cobi(1))))).stderr).toContain('1 received = 1 created');
      expect((await run('export', '--account', username)).stdout.trimEnd().split('\n')).toHaveLength(1);
    },
    SLOW_MS,
  );
});
