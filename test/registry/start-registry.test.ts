// The first start of a store and the keys that open it: made once however many start at once, dead within a second of their end.

import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessKeyHash } from '../../src/core/access-key.ts';
import { forEachStore } from '../helpers/stores.ts';
import { hashPassword } from '../../src/registry/password.ts';
import { insertTestAccount } from '../helpers/accounts.ts';
import { openCallers } from '../../src/registry/find-caller.ts';
import { openDatabase } from '../../src/storage/database.ts';
import { operatorKey } from '../helpers/registry.ts';
import { openTokens } from '../../src/registry/login/token.ts';
import { secretBoxOf } from '../../src/core/secret-box.ts';
import { startRegistry } from '../../src/registry/start-registry.ts';
import { systemClock } from '../../src/clock.ts';
import type { Clock } from '../../src/clock.ts';
import type { Database } from '../../src/storage/database.ts';

const secrets = secretBoxOf([{ id: 'test', bytes: Buffer.alloc(32, 7) }], randomBytes);
const HOME = '192.0.2.10';
const OPERATOR = { username: 'Operator', password: null, key: null };

forEachStore('a new store', (store) => {
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase(await store.fresh());
  });
  afterAll(() => database.close());

  it('gets one operator, told once, however many servers start at once', async () => {
    const clock = systemClock();
    const told = await Promise.all(Array.from({ length: 4 }, () => startRegistry({ database, clock }, OPERATOR)));
    const [credentials, ...others] = told.filter((one) => one !== null);
    expect(others).toEqual([]);
    expect(credentials).toMatchObject({ username: 'Operator', key: expect.stringMatching(/^clk_[0-9A-Za-z]{38}$/) });
    expect(credentials?.password.length).toBeGreaterThanOrEqual(20);
    const caller = await openCallers({ database, clock, tokens: await openTokens({ database, clock, secrets }) }).find(
      credentials?.key ?? '',
      HOME,
    );
    expect(caller?.accountId).toBeTypeOf('string');
  });

  it('takes no username twice, whatever its letter case', async () => {
    const again = database.onPlatform((tx) =>
      tx.query({
        sql: `insert into account (account_id, username, username_key, id_key, tm_create) values (gen_random_uuid(), 'OPERATOR', 'operator', '', now())`,
      }),
    );
    await expect(again).rejects.toMatchObject({ code: '23505', constraint: 'account_username_unique' });
  });

  describe('an access key', () => {
    let elapsedMs = 0;
    const clock: Clock = { ...systemClock(), elapsedMs: () => elapsedMs };

    it('opens its account, and nothing once it is revoked, within a second', async () => {
      const key = operatorKey();
      const scope = await insertTestAccount(database, key);
      const callers = openCallers({ database, clock, tokens: await openTokens({ database, clock, secrets }) });
      const found = await callers.find(key, HOME);
      expect({ accountId: found?.accountId, idKey: Buffer.from(found?.idKey ?? []) }).toEqual({
        accountId: scope.accountId,
        idKey: scope.idKey,
      });
      await change(key, 'revoked_at = now()');
      elapsedMs += 1_001;
      expect(await callers.find(key, HOME)).toBeNull();
    });

    it('opens nothing when it has expired, or its account is not active', async () => {
      const [expired, closed] = [operatorKey(), operatorKey()];
      await insertTestAccount(database, expired);
      const { accountId } = await insertTestAccount(database, closed);
      await change(expired, `expires_at = now() - interval '1 second'`);
      await database.onPlatform((tx) =>
        tx.query({ sql: `update account set status = 'deleted' where account_id = $1`, params: [accountId] }),
      );
      const callers = openCallers({ database, clock, tokens: await openTokens({ database, clock, secrets }) });
      expect([await callers.find(expired, HOME), await callers.find(closed, HOME), await callers.find(operatorKey(), HOME)]).toEqual([
        null,
        null,
        null,
      ]);
    });

    async function change(key: string, assignment: string): Promise<void> {
      await database.onPlatform((tx) =>
        tx.query({ sql: `update access_key set ${assignment} where key_hash = $1`, params: [accessKeyHash(key)] }),
      );
    }
  });
});

it('a password is kept as argon2id with its parameters and a salt of its own', async () => {
  const [one, two] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')]);
  expect(one).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(two).not.toBe(one);
});
