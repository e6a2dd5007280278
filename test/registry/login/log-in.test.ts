// Logging in against a store: what slows guessing and whom it does not lock out, what a token is worth, and when it ends.

import { argon2Sync, createHmac, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SignJWT } from 'jose';
import { checkPassword, hashPassword } from '../../../src/registry/password.ts';
import { findLogin } from '../../../src/storage/logins.ts';
import { forEachStore } from '../../helpers/stores.ts';
import { insertTestAccount, insertTestLogin } from '../../helpers/accounts.ts';
import { logIn } from '../../../src/registry/login/log-in.ts';
import { openCallers } from '../../../src/registry/find-caller.ts';
import { openDatabase } from '../../../src/storage/database.ts';
import { openPlatformKey } from '../../../src/registry/platform-key.ts';
import { openTokens } from '../../../src/registry/login/token.ts';
import { secondsAfter } from '../../../src/core/moment.ts';
import { secretBoxOf } from '../../../src/core/secret-box.ts';
import { systemClock } from '../../../src/clock.ts';
import type { AccountScope } from '../../../src/core/account.ts';
import type { Callers } from '../../../src/registry/find-caller.ts';
import type { Clock } from '../../../src/clock.ts';
import type { Database } from '../../../src/storage/database.ts';
import type { SecretBox } from '../../../src/core/secret-box.ts';
import type { LoginDeps } from '../../../src/registry/login/prove-login.ts';

const DAY_SECONDS = 86_400;
const PASSWORD = 'right as rain';
const HOME = '192.0.2.10';

forEachStore('a login', (store) => {
  let database: Database;
  let deps: LoginDeps;
  let secrets: SecretBox;
  let callers: Callers;
  let scope: AccountScope;
  let passed = 0;
  /** Stands still but for what the tests let pass; the store's own clock goes on by itself. */
  const began = systemClock().now();
  const clock: Clock = {
    ...systemClock(),
    now: () => secondsAfter(began, passed),
    elapsedMs: () => performance.now() + passed * 1000,
  };

  beforeAll(async () => {
    database = await openDatabase(await store.fresh());
    secrets = secretBoxOf([{ id: 'test', bytes: Buffer.alloc(32, 7) }], randomBytes);
    deps = { database, clock, tokens: await openTokens({ database, clock, secrets }) };
    callers = openCallers(deps);
    scope = await insertTestAccount(database);
  });
  afterAll(() => database.close());

  /** Kept as it was once, which is told right from wrong in less time: most tests guess a lot. */
  const newLogin = async (): Promise<string> => {
    const username = `user-${randomUUID()}`;
    await insertTestLogin(database, { accountId: scope.accountId, username, password: PASSWORD, passwordHash: weakly(PASSWORD) });
    return username;
  };
  /** Entering hashes it anew under today's parameters: again as it was once. */
  const keepWeakly = (username: string): Promise<unknown> =>
    database.onPlatform((tx) =>
      tx.query({ sql: 'update login set password_hash = $2 where username = $1', params: [username, weakly(PASSWORD)] }),
    );
  const enter = (username: string, { password = PASSWORD, address = HOME } = {}): Promise<{ token: string }> =>
    logIn(deps, { username, password, address });
  const guess = async (username: string, address: string, times: number): Promise<string[]> => {
    const codes: string[] = [];
    for (let at = 0; at < times; at += 1)
      codes.push(
        await enter(username, { password: 'a wrong guess', address }).then(
          () => 'entered',
          ({ code }: { code: string }) => code,
        ),
      );
    return codes;
  };
  const tokenParts = (token: string): [Record<string, unknown>, Record<string, unknown>, string] => {
    const [header = '', payload = '', signature = ''] = token.split('.');
    return [JSON.parse(Buffer.from(header, 'base64url').toString()), JSON.parse(Buffer.from(payload, 'base64url').toString()), signature];
  };
  const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

  describe('that is guessed at', () => {
    it('is slowed for who guesses, and enters with the right password when the wait is over', async () => {
      const username = await newLogin();
      expect(await guess(username, '203.0.113.1', 6)).toEqual([...Array<string>(6).fill('unauthenticated')].with(5, 'rate_limited'));
      const early = enter(username, { address: '203.0.113.1' });
      await expect(early).rejects.toMatchObject({ code: 'rate_limited', retryAfterSeconds: 1 });
      passed += 2;
      await expect(enter(username, { address: '203.0.113.1' })).resolves.toHaveProperty('token');
      expect(await guess(username, '203.0.113.1', 1)).toEqual(['unauthenticated']);
    });

    it('waits twice as long after each further failure, and a quarter of an hour at most', async () => {
      const username = await newLogin();
      await guess(username, '203.0.113.2', 5);
      const waits: number[] = [];
      for (let at = 0; at < 12; at += 1) {
        const refusal = await enter(username, { password: 'a wrong guess', address: '203.0.113.2' }).catch((error: object) => error);
        const { retryAfterSeconds } = refusal as { retryAfterSeconds: number };
        waits.push(retryAfterSeconds);
        passed += retryAfterSeconds;
        expect(await guess(username, '203.0.113.2', 1)).toEqual(['unauthenticated']);
      }
      expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
    });

    it('lets its owner in from where it entered before, whatever strangers do', async () => {
      const username = await newLogin();
      await enter(username);
      await keepWeakly(username);
      for (let at = 0; at < 6; at += 1) await guess(username, `198.51.100.${at}`, 4);
      expect(await guess(username, '198.51.100.99', 1)).toEqual(['rate_limited']);
      await expect(enter(username)).resolves.toHaveProperty('token');
    });

    it('lets its owner in from a new place while one stranger guesses', async () => {
      const username = await newLogin();
      await guess(username, '203.0.113.66', 30);
      await expect(enter(username, { address: '192.0.2.77' })).resolves.toHaveProperty('token');
    });

    it('is slowed over many usernames from one address, of which one of version 6 is a whole network', async () => {
      const codes: string[] = [];
      for (let at = 0; at < 22; at += 1) {
        const username = at % 11 === 0 ? `nobody-${randomUUID()}` : await newLogin();
        codes.push(...(await guess(username, `2001:db8:0:7::${at.toString(16)}`, 1)));
      }
      expect(codes.slice(0, 20)).toEqual(Array<string>(20).fill('unauthenticated'));
      expect(codes.slice(20)).toEqual(['rate_limited', 'rate_limited']);
    });

    it('is slowed from an address whose guesser enters a login of its own in between', async () => {
      const [own, address] = [await newLogin(), '203.0.113.77'];
      await enter(own, { address });
      const codes: string[] = [];
      for (let at = 0; at < 21; at += 1) {
        await keepWeakly(own);
        await enter(own, { address });
        codes.push(...(await guess(`nobody-${randomUUID()}`, address, 1)));
      }
      expect(codes.slice(0, 20)).toEqual(Array<string>(20).fill('unauthenticated'));
      expect(codes[20]).toBe('rate_limited');
    });

    it('counts guesses that come at once', async () => {
      const username = await newLogin();
      const codes = (await Promise.all(Array.from({ length: 12 }, () => guess(username, '203.0.113.9', 1)))).flat();
      expect(codes.filter((code) => code === 'unauthenticated')).toHaveLength(5);
      expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(7);
    });

    it('is forgotten after a quiet day', async () => {
      const username = await newLogin();
      await guess(username, '203.0.113.12', 8);
      passed += DAY_SECONDS + 1;
      expect(await guess(username, '203.0.113.12', 5)).toEqual(Array<string>(5).fill('unauthenticated'));
    });
  });

  it('answers alike whatever was wrong, after the same work', async () => {
    const username = await newLogin();
    const closed = await insertTestAccount(database);
    await insertTestLogin(database, { accountId: closed.accountId, username: `closed-${closed.accountId}`, password: PASSWORD });
    await database.onPlatform((tx) =>
      tx.query({ sql: `update account set status = 'frozen' where account_id = $1`, params: [closed.accountId] }),
    );
    const refusals = [];
    for (const [name, password] of [
      [username, 'wrong'],
      [`nobody-${randomUUID()}`, PASSWORD],
      [`closed-${closed.accountId}`, PASSWORD],
    ] as const) {
      const { code, message } = (await enter(name, { password, address: `192.0.2.${refusals.length + 100}` }).catch(
        (error: object) => error,
      )) as { code: string; message: string };
      refusals.push(`${code}: ${message}`);
    }
    expect(new Set(refusals)).toEqual(new Set(['unauthenticated: The username or the password is wrong.']));
  });

  it('is hashed anew under today’s parameters when it enters', async () => {
    const username = await newLogin();
    await enter(username);
    const kept = await database.onPlatform((tx) => findLogin(tx, username));
    expect(kept?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/);
    await expect(enter(username)).resolves.toHaveProperty('token');
  });

  describe('and its token', () => {
    it('speaks for the login for seven days and no longer', async () => {
      const username = await newLogin();
      const { token } = await enter(username);
      expect(await callers.find(token, HOME)).toMatchObject({ accountId: scope.accountId, credential: { kind: 'login', username } });
      const [, payload] = tokenParts(token);
      expect(Number(payload['exp']) - Number(payload['iat'])).toBe(7 * DAY_SECONDS);
      passed += 7 * DAY_SECONDS + 1;
      expect(await callers.find(token, HOME)).toBeNull();
    });

    it('is worth nothing when altered, unsigned, signed by others or without a session', async () => {
      const { token } = await enter(await newLogin());
      const [header, payload, signature] = tokenParts(token);
      const { jti, sub, iat, exp } = payload as Record<string, string>;
      const other = await new SignJWT({ jti: jti as string, sub: sub as string })
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer('clientele')
        .setExpirationTime('7d')
        .sign(Buffer.alloc(32, 1));
      const secret = (await database.onPlatform((tx) => openPlatformKey(tx, secrets, 'token-signing'))) as Buffer;
      const signed = (claims: object): string => {
        const text = `${encoded(header)}.${encoded(claims)}`;
        return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
      };
      expect(await callers.find(signed(payload), HOME), 'the way in which the others are made works').not.toBeNull();
      const worthless = [
        `${encoded({ ...header, alg: 'none' })}.${encoded(payload)}.`,
        `${encoded({ ...header, alg: 'none' })}.${encoded(payload)}.${signature}`,
        `${encoded({ ...header, alg: 'HS512' })}.${encoded(payload)}.${signature}`,
        `${encoded(header)}.${encoded({ ...payload, sub: randomUUID() })}.${signature}`,
        `${encoded(header)}.${encoded(payload)}.${signature.slice(0, -2)}AA`,
        other,
        signed({ ...payload, jti: 'a secret that no session has' }),
        signed({ sub, iat, exp, iss: 'clientele' }),
        signed({ ...payload, exp: undefined }),
        signed({ ...payload, iss: 'somebody' }),
        signed({ ...payload, exp: Number(iat) - 1 }),
        '..',
        'a.b.c',
        `${token}.`,
      ];
      for (const one of worthless) expect(await callers.find(one, HOME), one).toBeNull();
    });

    it('ends with its account', async () => {
      const frozen = await insertTestAccount(database);
      const username = `frozen-${frozen.accountId}`;
      await insertTestLogin(database, { accountId: frozen.accountId, username, password: PASSWORD });
      const { token } = await enter(username);
      expect(await callers.find(token, HOME)).not.toBeNull();
      await database.onPlatform((tx) =>
        tx.query({ sql: `update account set status = 'frozen' where account_id = $1`, params: [frozen.accountId] }),
      );
      callers.forget();
      expect(await callers.find(token, HOME)).toBeNull();
    });
  });
});

describe('a password', () => {
  it('is right or wrong, and none is right where there is none', async () => {
    const kept = await hashPassword(PASSWORD);
    expect(await checkPassword(PASSWORD, kept)).toEqual({ isRight: true, isOutdated: false });
    expect(await checkPassword('another', kept)).toEqual({ isRight: false, isOutdated: false });
    expect(await checkPassword(PASSWORD, null)).toMatchObject({ isRight: false });
  });

  it('is the same however its accents are composed', async () => {
    expect(await checkPassword('cafe\u0301 noir', await hashPassword('caf\u00e9 noir'))).toMatchObject({ isRight: true });
  });

  it('is derived twice at once at most, and turned away where too many wait', async () => {
    const kept = weakly(PASSWORD);
    const ends = await Promise.allSettled(Array.from({ length: 80 }, () => checkPassword('another', kept)));
    const refused = ends.filter((end) => end.status === 'rejected');
    expect(refused).toHaveLength(80 - 64 - 2);
    expect(refused.every(({ reason }) => (reason as { code: string }).code === 'unavailable')).toBe(true);
  });
});

/** As a password was kept while parameters were lower. */
function weakly(password: string): string {
  const nonce = Buffer.alloc(16, 5);
  const tag = argon2Sync('argon2id', { message: password, nonce, memory: 8192, passes: 1, parallelism: 1, tagLength: 32 });
  const text = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');
  return `$argon2id$v=19$m=8192,t=1,p=1$${text(nonce)}$${text(tag)}`;
}
