// The console's session over HTTP: a cookie that opens what its login may do, from pages of this registry alone, until it is ended.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertTestAccount, insertTestLogin } from '../helpers/accounts.ts';
import { forEachStore } from '../helpers/stores.ts';
import { operatorKey, startRegistryHere } from '../helpers/registry.ts';
import type { Answer, Api } from '../helpers/api.ts';
import type { Database } from '../../src/storage/database.ts';
import type { RegistryHere } from '../helpers/registry.ts';

const ADA = { username: 'ada@example.com', password: 'a sentence that Ada knows' };
const CSRF = { 'clientele-csrf': '1' };

interface Self {
  account: { id: string; name: string; username: string };
  login?: { id: string; username: string };
  key?: { id: string; name: string };
  permissions: string[];
}

/** The `Cookie` header that a browser would send back. */
function cookieOf(answer: Answer<unknown>): Record<string, string> {
  return { cookie: String(answer.headers['set-cookie']).split(';')[0] as string };
}

forEachStore('a session', (store) => {
  let registry: RegistryHere;
  let open: Api;
  beforeAll(async () => {
    const prepare = async (database: Database): Promise<void> => {
      const { accountId } = await insertTestAccount(database, operatorKey());
      await insertTestAccount(database, operatorKey());
      await insertTestLogin(database, { accountId, ...ADA });
    };
    registry = await startRegistryHere(await store.fresh(), { prepare });
    open = registry.api.withKey(null);
  });
  afterAll(() => registry.stop());

  const logIn = (body: object = ADA, headers: Record<string, string> = {}): Promise<Answer<Self>> =>
    open.post('/v1/session', body, headers);
  const me = (headers: Record<string, string>): Promise<Answer<Self>> => open.send('GET', '/v1/me', undefined, headers);

  it('begins with username and password, in any letter case, and says who one is', async () => {
    const answer = await logIn({ ...ADA, username: 'ADA@example.COM' });
    expect(answer.status).toBe(200);
    expect(answer.body.login?.username).toBe(ADA.username);
    expect(answer.headers['set-cookie']).toMatch(/^clientele_session=[\w.-]+; Max-Age=604800; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(answer.text).not.toContain('eyJ');
    const again = await me(cookieOf(answer));
    expect(again.body).toEqual(answer.body);
    expect(again.body.permissions).toContain('customers.write');
  });

  it('is not marked for TLS because anybody says so', async () => {
    const answer = await logIn(ADA, { 'x-forwarded-proto': 'https' });
    expect(answer.headers['set-cookie']).not.toContain('Secure');
  });

  it('may do what its account may, and what is the operator’s only for the operator', async () => {
    const first = await logIn();
    expect(first.body.permissions).toContain('platform.manage');
    const other = await registry.api.get<Self>('/v1/me');
    expect(other.body).toMatchObject({ account: { id: registry.scope.accountId }, key: { name: 'test' } });
    expect(other.body.login).toBeUndefined();
  });

  it('ends, and its cookie with it', async () => {
    const cookie = cookieOf(await logIn());
    const ended = await open.send('DELETE', '/v1/session', undefined, { ...cookie, ...CSRF });
    expect(ended.status).toBe(204);
    expect(ended.headers['set-cookie']).toMatch(/^clientele_session=; Max-Age=0; Path=\/; HttpOnly; SameSite=Strict$/);
    expect((await me(cookie)).status).toBe(401);
  });

  it('does not end other sessions of the same login', async () => {
    const [one, two] = [cookieOf(await logIn()), cookieOf(await logIn())];
    await open.send('DELETE', '/v1/session', undefined, { ...one, ...CSRF });
    expect((await me(two)).status).toBe(200);
  });

  it('is nothing that an access key has', async () => {
    const answer = await registry.api.send('DELETE', '/v1/session');
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'request_invalid' });
  });

  describe('by cookie', () => {
    it('changes nothing without the header that other sites cannot send', async () => {
      const cookie = cookieOf(await logIn());
      const answer = await open.send('DELETE', '/v1/session', undefined, cookie);
      expect(answer.status).toBe(403);
      expect(answer.body).toMatchObject({ code: 'permission_denied', detail: expect.stringContaining('Clientele-CSRF') });
      expect((await me(cookie)).status).toBe(200);
    });

    it.each([
      { origin: 'https://elsewhere.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ])('changes nothing for a page of another origin (%j)', async (from) => {
      const cookie = cookieOf(await logIn());
      const answer = await open.send('DELETE', '/v1/session', undefined, { ...cookie, ...CSRF, ...(from as Record<string, string>) });
      expect(answer.status).toBe(403);
      expect((await me(cookie)).status).toBe(200);
    });

    it('changes what a page of this registry asks for', async () => {
      const cookie = cookieOf(await logIn(ADA, { origin: registry.api.url, 'sec-fetch-site': 'same-origin' }));
      const from = { ...cookie, ...CSRF, origin: registry.api.url, 'sec-fetch-site': 'same-origin' };
      expect((await open.send('DELETE', '/v1/session', undefined, from)).status).toBe(204);
    });

    it('does not count beside a credential that was sent openly', async () => {
      const cookie = cookieOf(await logIn());
      const answer = await registry.api.send<Self>('GET', '/v1/me', undefined, cookie);
      expect(answer.body.key?.name).toBe('test');
      expect((await open.send('GET', '/v1/me', undefined, { ...cookie, authorization: 'Bearer nonsense' })).status).toBe(401);
    });
  });

  it('is not begun by a page of another origin', async () => {
    expect((await logIn(ADA, { origin: 'https://elsewhere.example' })).status).toBe(403);
  });

  it.each([
    ['no password', { username: 'ada' }],
    ['an empty one', { username: 'ada', password: '' }],
    ['a number', { username: 'ada', password: 12345678 }],
    ['a username that is too long', { username: 'a'.repeat(256), password: 'something' }],
    ['an unknown member', { ...ADA, remember: true }],
    ['a list', []],
  ])('is not begun with %s', async (_what, body) => {
    const answer = await logIn(body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'request_invalid' });
  });

  it('is not begun with what is no JSON', async () => {
    const answer = await open.post('/v1/session', '{"username":');
    expect(answer.status).toBe(400);
  });

  it('answers an unknown username and a wrong password alike', async () => {
    const [unknown, wrong] = [
      await logIn({ username: 'nobody@example.com', password: 'wrong password' }),
      await logIn({ ...ADA, password: 'wrong password' }),
    ];
    const shown = ({ status, body }: Answer<object>): object => ({ status, body: { ...body, requestId: '' } });
    expect(shown(unknown)).toEqual(shown(wrong));
    expect(unknown.status).toBe(401);
    expect(unknown.headers['set-cookie']).toBeUndefined();
  });

  it('leaves neither names nor passwords nor tokens in the log', async () => {
    const answer = await logIn();
    const token = cookieOf(answer)['cookie']?.split('=')[1] ?? '';
    expect(token.length).toBeGreaterThan(100);
    for (const secret of [token, ADA.username, ADA.password, 'wrong password', 'nobody@example.com'])
      expect(registry.log()).not.toContain(secret);
  });
});
