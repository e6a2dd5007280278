// A flood of credentials that nobody has: what it costs the store, and whom it keeps out.

import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessKeyFrom, accessKeyHash } from '../../src/core/access-key.ts';
import { forEachStore } from '../helpers/stores.ts';
import { insertTestAccount } from '../helpers/accounts.ts';
import { openCallers } from '../../src/registry/find-caller.ts';
import { openDatabase } from '../../src/storage/database.ts';
import { openTokens } from '../../src/registry/login/token.ts';
import { secretBoxOf } from '../../src/core/secret-box.ts';
import { systemClock } from '../../src/clock.ts';
import type { Callers, DeadKey } from '../../src/registry/find-caller.ts';
import type { Database } from '../../src/storage/database.ts';

const FLOODED = '192.0.2.66';
const ELSEWHERE = '198.51.100.7';
const LOOKS_PER_SECOND = 100;
const secrets = secretBoxOf([{ id: 'test', bytes: Buffer.alloc(32, 7) }], randomBytes);

forEachStore('callers', (store) => {
  let database: Database;
  let callers: Callers;
  let looks = 0;
  let elapsedMs = 0;
  beforeAll(async () => {
    database = await openDatabase(await store.fresh());
    const clock = { ...systemClock(), elapsedMs: () => elapsedMs };
    const tokens = await openTokens({ database, clock, secrets });
    const heard = Promise.withResolvers<void>();
    if (store.kind === 'embedded') heard.resolve();
    const counted: Database = {
      ...database,
      listen: (channel, hear) =>
        database.listen(channel, () => {
          heard.resolve();
          hear();
        }),
      onPlatform: (use) => {
        looks += 1;
        return database.onPlatform(use);
      },
    };
    callers = openCallers({ database: counted, clock, tokens });
    // The first word comes once they listen, and has them ask again for everybody.
    await heard.promise;
  });
  afterAll(() => database.close());

  const unknown = (): string => accessKeyFrom(randomBytes(32));
  const flood = async (count: number, address: string): Promise<string[]> =>
    Promise.all(
      Array.from({ length: count }, () =>
        callers.find(unknown(), address).then(
          () => 'looked for',
          ({ code }: { code: string }) => code,
        ),
      ),
    );

  /** Who a credential is of, and the dead key it told of, if any. */
  const told = async (credential: string): Promise<unknown[]> => {
    const dead: DeadKey[] = [];
    return [await callers.find(credential, ELSEWHERE, (key) => dead.push(key)), ...dead];
  };

  it('are not looked for where the key was cut or mistyped, or the token is not one of ours', async () => {
    const before = looks;
    const mistyped = unknown().replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    for (const credential of [mistyped, unknown().slice(0, -1), 'short', 'a.b.c', 'eyJhbGciOiJub25lIn0.e30.'])
      expect(await callers.find(credential, ELSEWHERE)).toBeNull();
    expect(looks).toBe(before);
  });

  it('are looked for once a second, however often the same unknown key comes', async () => {
    const [key, before] = [unknown(), looks];
    for (let count = 0; count < 50; count += 1) expect(await callers.find(key, ELSEWHERE)).toBeNull();
    expect(looks - before).toBe(1);
  });

  it('cost a flood’s address some looks a second and no more, whatever keys it makes up', async () => {
    const before = looks;
    const answers = await flood(2_000, FLOODED);
    expect(answers.filter((answer) => answer === 'looked for')).toHaveLength(LOOKS_PER_SECOND);
    expect(answers.filter((answer) => answer === 'rate_limited')).toHaveLength(2_000 - LOOKS_PER_SECOND);
    expect(looks - before).toBe(LOOKS_PER_SECOND);
    elapsedMs += 500;
    await flood(2_000, FLOODED);
    expect(looks - before).toBe(1.5 * LOOKS_PER_SECOND);
  });

  it('come in from a flooded address with what was good before, and from others as ever', async () => {
    const [known, fresh] = ['a'.repeat(40), 'b'.repeat(40)];
    const [first, second] = [await insertTestAccount(database, known), await insertTestAccount(database, fresh)];
    expect(await callers.find(known, FLOODED).catch(() => null)).toBeNull();
    elapsedMs += 1_000;
    expect(await callers.find(known, FLOODED)).toMatchObject({ accountId: first.accountId });
    await flood(LOOKS_PER_SECOND * 2, FLOODED);
    elapsedMs += 1;
    callers.forget();
    expect(await callers.find(known, FLOODED)).toMatchObject({ accountId: first.accountId });
    await expect(callers.find(fresh, FLOODED)).rejects.toMatchObject({ code: 'rate_limited', retryAfterSeconds: 1 });
    expect(await callers.find(fresh, ELSEWHERE)).toMatchObject({ accountId: second.accountId });
  });

  it.each([
    ['revoked', `update access_key set revoked_at = now() where key_hash = $1`],
    ['expired', `update access_key set expires_at = now() - interval '1 second' where key_hash = $1`],
    [
      'of a frozen account',
      `update account a set status = 'frozen' from access_key k where k.key_hash = $1 and a.account_id = k.account_id`,
    ],
  ])('are told once a minute of a key that is %s, without another look', async (_name, sql) => {
    const key = unknown();
    const { accountId } = await insertTestAccount(database, key);
    expect(await told(key)).toEqual([expect.objectContaining({ accountId })]);
    await database.onPlatform((tx) => tx.query({ sql, params: [accessKeyHash(key)] }));
    elapsedMs += 1_001;
    const before = looks;
    expect(await told(key)).toEqual([null, expect.objectContaining({ accountId, name: 'test' })]);
    expect(await told(key)).toEqual([null]);
    expect(looks - before).toBe(1);
    elapsedMs += 60_001;
    expect(await told(key)).toEqual([null, expect.objectContaining({ accountId })]);
  });

  it('are told of no key that nobody has, or whose account is deleted', async () => {
    const key = unknown();
    const { accountId } = await insertTestAccount(database, key);
    await database.onPlatform((tx) =>
      tx.query({ sql: `update account set status = 'deleted' where account_id = $1`, params: [accountId] }),
    );
    for (const one of [key, unknown()]) expect(await told(one)).toEqual([null]);
  });
});
