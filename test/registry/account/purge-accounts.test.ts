// Deleted accounts after their grace: nothing of them is left in any table but keyed hashes of their usernames, and nothing of others
// is touched.

import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAccount } from '../../../src/registry/account/create-account.ts';
import { deleteAccount } from '../../../src/registry/account/delete-account.ts';
import { forEachStore } from '../../helpers/stores.ts';
import { openLine, take, WASABI } from '../../helpers/line.ts';
import { OPERATOR } from '../../../src/registry/account/access.ts';
import { purgeAccounts } from '../../../src/registry/account/purge-accounts.ts';
import { readAccount } from '../../../src/registry/account/read-account.ts';
import { recoverAccount } from '../../../src/registry/account/recover-account.ts';
import { secretBoxOf } from '../../../src/core/secret-box.ts';
import { wasabi } from '../../helpers/people.ts';
import type { Account } from '../../../src/formats/index.ts';
import type { AccountScope } from '../../../src/core/account.ts';
import type { Line } from '../../helpers/line.ts';
import type { PurgeDeps } from '../../../src/registry/account/purge-accounts.ts';

const DAY_MS = 86_400_000;

forEachStore('a purge', (store) => {
  let line: Line;
  let deps: PurgeDeps;
  let nowMs = Date.parse('2030-01-01T00:00:00Z');
  const folders = new Set<string>();
  beforeAll(async () => {
    line = await openLine(await store.fresh());
    await line.account();
    const clock = { ...line.clock, now: () => `${new Date((nowMs += 1)).toISOString().slice(0, -1)}000Z` };
    const secrets = secretBoxOf([{ id: 'k1', bytes: Buffer.alloc(32, 1) }], randomBytes);
    const files = { accounts: async () => [...folders], removeAccount: async (id: string) => void folders.delete(id) };
    deps = { database: line.database, clock, secrets, graceDays: 30, files };
  });
  afterAll(() => line.close());

  const create = (username: string): Promise<Account> => createAccount(deps, OPERATOR, JSON.stringify({ username, line_secret: 'secret' }));
  const remove = async ({ id }: Account): Promise<void> => void (await deleteAccount(deps, OPERATOR, id));
  const scopeOf = async ({ id }: Account): Promise<AccountScope> => {
    const { rows } = await line.database.onPlatform((tx) =>
      tx.query<{ id_key: string }>({ sql: `select encode(id_key, 'hex') as id_key from account where account_id = $1`, params: [id] }),
    );
    return { accountId: id, idKey: Buffer.from(rows[0]?.id_key ?? '', 'hex') };
  };
  /** Rows of an account in every table that can have any. */
  const rowsOf = (scope: AccountScope): Promise<Record<string, number>> =>
    line.database.inTransaction(scope, async (tx) => {
      const tables = await tx.query<{ name: string }>({
        sql: `select table_name as name from information_schema.columns where column_name = 'account_id' and table_schema = 'public'`,
      });
      const counts: Record<string, number> = {};
      for (const { name } of tables.rows) {
        const { rows } = await tx.query<{ count: string }>({
          sql: `select count(*) from ${name} where account_id = $1`,
          params: [tx.accountId],
        });
        if (rows[0]?.count !== '0') counts[name] = Number(rows[0]?.count);
      }
      return counts;
    });
  const fill = async (scope: AccountScope, people: number): Promise<void> => {
    const texts = Array.from({ length: people }, (_, at) => JSON.stringify(wasabi(`person-${at}`)));
    for (let at = 0; at < people; at += 1_000) await take(line, scope, WASABI, texts.slice(at, at + 1_000));
    await take(line, scope, WASABI, ['{"eventType": "ORDER"}']);
  };

  it('waits until the grace is over, and then leaves nothing', async () => {
    const [account, other] = [await create('purged'), await create('kept')];
    const [scope, otherScope] = [await scopeOf(account), await scopeOf(other)];
    await fill(scope, 2_500);
    await fill(otherScope, 10);
    folders.add(account.id).add(other.id);
    const othersRows = await rowsOf(otherScope);
    const rows = await rowsOf(scope);
    expect(rows).toMatchObject({ account: 1, login: 1, account_counter: 1, customer: 2_500, version: 2_500, rejection: 1 });
    await remove(account);
    expect(await purgeAccounts(deps)).toBe(0);
    nowMs += 30 * DAY_MS - 1_000;
    expect(await purgeAccounts(deps)).toBe(0);
    expect(await rowsOf(scope)).toEqual(rows);
    nowMs += 1_000;
    expect(await purgeAccounts(deps)).toBe(1);
    expect([await rowsOf(scope), await rowsOf(otherScope)]).toEqual([{}, othersRows]);
    expect([...folders]).toEqual([other.id]);
    await expect(readAccount(deps, OPERATOR, account.id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await purgeAccounts(deps)).toBe(0);
  });

  it('keeps usernames for ever, as hashes that name nobody', async () => {
    for (const username of ['purged', 'PURGED']) {
      await expect(create(username)).rejects.toMatchObject({ code: 'username_taken' });
    }
    const { rows } = await line.database.onPlatform((tx) => tx.query({ sql: `select encode(hash, 'hex') as hash from retired_username` }));
    expect(rows).toEqual([{ hash: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
    await create('not purged');
  });

  it('ends early where it is told to, and goes on later', async () => {
    const account = await create('interrupted');
    const scope = await scopeOf(account);
    await fill(scope, 5);
    await remove(account);
    nowMs += 31 * DAY_MS;
    expect(await purgeAccounts(deps, AbortSignal.abort())).toBe(0);
    await expect(recoverAccount(deps, OPERATOR, account.id)).rejects.toMatchObject({ code: 'state_unsuitable' });
    expect(await purgeAccounts(deps)).toBe(1);
    expect(await rowsOf(scope)).toEqual({});
  });

  it('does not touch an account that was recovered, and comes when its next grace is over', async () => {
    const account = await create(`recovered ${randomUUID()}`);
    await remove(account);
    nowMs += 29 * DAY_MS;
    await recoverAccount(deps, OPERATOR, account.id);
    nowMs += 29 * DAY_MS;
    expect(await purgeAccounts(deps)).toBe(0);
    await remove(account);
    nowMs += 29 * DAY_MS;
    expect(await purgeAccounts(deps)).toBe(0);
    nowMs += 2 * DAY_MS;
    expect(await purgeAccounts(deps)).toBe(1);
  });

  it('of several nodes at once purges each account once', async () => {
    const account = await create('raced for');
    const scope = await scopeOf(account);
    await fill(scope, 50);
    await remove(account);
    nowMs += 31 * DAY_MS;
    await Promise.all([purgeAccounts(deps), purgeAccounts(deps)]);
    expect(await rowsOf(scope)).toEqual({});
  });
});
