// The people of an account over HTTP: each enters by a password of their own, may change it, and is out at once when removed.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { insertTestAccount, insertTestLogin } from '../helpers/accounts.ts';
import { forEachStore } from '../helpers/stores.ts';
import { operatorKey, startRegistryHere } from '../helpers/registry.ts';
import type { Answer, Api } from '../helpers/api.ts';
import type { Database } from '../../src/storage/database.ts';
import type { RegistryHere } from '../helpers/registry.ts';

interface Login {
  id: string;
  username: string;
  createdAt: string;
  isOwn: boolean;
}

forEachStore('logins', (store) => {
  let registry: RegistryHere;
  let api: Api;
  let own: Login;
  const other = operatorKey();
  beforeAll(async () => {
    let name = '';
    const prepare = async (database: Database): Promise<void> => {
      await insertTestAccount(database, operatorKey());
      const { accountId } = await insertTestAccount(database, operatorKey());
      name = `account-${accountId}`;
      await insertTestLogin(database, { accountId, username: name.toUpperCase(), password: 'the account’s own' });
    };
    registry = await startRegistryHere(await store.fresh(), { keys: [other], prepare });
    const session = await registry.api
      .withKey(null)
      .post<{ token: string }>('/voipbin/auth/login', { username: name, password: 'the account’s own' });
    api = registry.api.withKey(session.body.token);
    own = (await api.get<{ data: Login[] }>('/v1/logins')).body.data[0] as Login;
  });
  afterAll(() => registry.stop());

  const add = (username: string, password = `the password of ${username}`): Promise<Answer<Login>> =>
    api.post('/v1/logins', { username, password });
  const enter = (username: string, password = `the password of ${username}`): Promise<Answer<{ token: string }>> =>
    registry.api.withKey(null).post('/voipbin/auth/login', { username, password });
  const isLive = async (token: string): Promise<boolean> => (await api.withKey(token).get('/v1/me')).status === 200;

  it('are added, listed and may enter', async () => {
    const { status, body } = await add('grace@example.com');
    expect(status).toBe(201);
    expect(body).toEqual({ id: expect.any(String), username: 'grace@example.com', createdAt: expect.any(String), isOwn: false });
    const listed = (await api.get<{ data: Login[] }>('/v1/logins')).body.data;
    expect(listed).toEqual([body, own]);
    const { token } = (await enter('Grace@Example.com', 'the password of grace@example.com')).body;
    const me = await api.withKey(token).get<{ login: object; permissions: string[] }>('/v1/me');
    expect(me.body.login).toEqual({ id: body.id, username: 'grace@example.com' });
    expect(me.body.permissions).toContain('account.admin');
    expect(me.body.permissions).not.toContain('platform.manage');
  });

  it('are out at once when removed', async () => {
    const { body } = await add('leaver');
    const { token } = (await enter('leaver')).body;
    expect(await isLive(token)).toBe(true);
    expect((await api.send('DELETE', `/v1/logins/${body.id}`)).status).toBe(204);
    expect(await isLive(token)).toBe(false);
    expect((await enter('leaver')).status).toBe(401);
    expect((await api.send('DELETE', `/v1/logins/${body.id}`)).status).toBe(404);
  });

  it('leave a username that is never free again, for logins and for accounts', async () => {
    const { body } = await add('gone-for-good');
    await api.send('DELETE', `/v1/logins/${body.id}`);
    for (const name of ['gone-for-good', 'Gone-For-Good']) {
      expect((await add(name)).body).toMatchObject({ code: 'username_taken' });
      const account = await registry.api.post('/voipbin/v1.0/customers', { username: name });
      expect(account.body).toMatchObject({ error: { status: 'ALREADY_EXISTS', reason: 'USERNAME_TAKEN' } });
    }
  });

  it('have a username that nobody else has, in any letter case', async () => {
    await add('unique');
    for (const taken of ['unique', 'UNIQUE', own.username.toLowerCase(), `ACCOUNT-${registry.scope.accountId}`]) {
      const answer = await add(taken);
      expect({ taken, status: answer.status, body: answer.body }).toMatchObject({ status: 409, body: { code: 'username_taken' } });
    }
  });

  it('keep the account’s own', async () => {
    expect(own.isOwn).toBe(true);
    const answer = await api.send('DELETE', `/v1/logins/${own.id}`);
    expect(answer.body).toMatchObject({ code: 'state_unsuitable' });
  });

  it('are made only by who may do as much', async () => {
    const { body } = await api.post<{ key: string }>('/v1/access-keys', { permissions: ['keys.manage'] });
    const answer = await api.withKey(body.key).post('/v1/logins', { username: 'sneaky', password: 'a way to more' });
    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({ code: 'permission_denied', detail: expect.stringContaining('customers.read') });
  });

  it('are nothing that another account sees', async () => {
    const foreign = registry.api.withKey(other);
    expect((await foreign.get<{ data: Login[] }>('/v1/logins')).body.data.map(({ id }) => id)).not.toContain(own.id);
    expect((await foreign.send('DELETE', `/v1/logins/${own.id}`)).status).toBe(404);
  });

  it('change their own password, which ends every session', async () => {
    await add('changer', 'the first password');
    const [one, two] = [
      (await enter('changer', 'the first password')).body.token,
      (await enter('changer', 'the first password')).body.token,
    ];
    const change = (body: object): Promise<Answer<object>> => api.withKey(one).send('PUT', '/v1/me/password', body);
    const wrong = await change({ oldPassword: 'a guess at it', newPassword: 'the second password' });
    expect([wrong.status, wrong.body]).toEqual([403, expect.objectContaining({ code: 'permission_denied' })]);
    expect((await change({ oldPassword: 'the first password', newPassword: 'short' })).status).toBe(400);
    expect((await change({ oldPassword: 'the first password', newPassword: 'the second password' })).status).toBe(204);
    expect([await isLive(one), await isLive(two)]).toEqual([false, false]);
    expect((await enter('changer', 'the first password')).status).toBe(401);
    expect((await enter('changer', 'the second password')).status).toBe(200);
  });

  it('are what a password belongs to, and no access key', async () => {
    const answer = await registry.api.send('PUT', '/v1/me/password', { oldPassword: 'x', newPassword: 'a new password' });
    expect(answer.body).toMatchObject({ code: 'request_invalid' });
  });

  it.each([
    { username: 'x' },
    { username: '', password: 'long enough' },
    { username: ' padded', password: 'long enough' },
    { username: 'x'.repeat(256), password: 'long enough' },
    { username: 'short', password: 'seven77' },
    { username: 'long', password: 'x'.repeat(1_025) },
    { username: 'a', password: 'long enough', role: 'admin' },
    [],
  ])('are not made from %j', async (body) => {
    const answer = await api.post('/v1/logins', body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'request_invalid' });
  });
});
