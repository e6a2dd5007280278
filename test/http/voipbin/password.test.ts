// Passwords of accounts' logins as VoIPBin's clients set them: by the operator for any account, by an account for itself in full.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { forEachStore } from '../../helpers/stores.ts';
import { startRegistryHere } from '../../helpers/registry.ts';
import { uuid } from '../../helpers/people.ts';
import type { Answer, Api } from '../../helpers/api.ts';
import type { RegistryHere } from '../../helpers/registry.ts';

const AT = '/voipbin/v1.0/customers';

interface Account {
  id: string;
  username: string;
}

forEachStore('an account’s password', (store) => {
  let registry: RegistryHere;
  let operator: Api;
  let made = 0;
  beforeAll(async () => {
    registry = await startRegistryHere(await store.fresh());
    operator = registry.api;
  });
  afterAll(() => registry.stop());

  const newAccount = async (password?: string): Promise<Account> => {
    made += 1;
    return (await operator.post<Account>(AT, { username: `account ${made}`, ...(password !== undefined && { password }) })).body;
  };
  const enter = (username: string, password: string): Promise<Answer<{ token: string }>> =>
    operator.withKey(null).post('/voipbin/auth/login', { username, password });
  const setPassword = (by: Api, id: string, body: object): Promise<Answer<Account>> => by.send('PUT', `${AT}/${id}/password`, body);

  it('is set by the operator where none was given, and opens the account', async () => {
    const { id, username } = await newAccount();
    expect((await enter(username, '')).status).toBe(400);
    expect((await enter(username, 'set later on')).status).toBe(401);
    const answer = await setPassword(operator, id, { password: 'set later on' });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ id, username });
    expect(answer.text).not.toContain('set later on');
    expect((await enter(username, 'set later on')).status).toBe(200);
  });

  it('is changed by the account itself, which ends its tokens', async () => {
    const { id, username } = await newAccount('the first one');
    const { token } = (await enter(username, 'the first one')).body;
    const own = operator.withKey(token);
    expect((await setPassword(own, id, { password: 'the second one' })).status).toBe(200);
    expect((await own.get('/v1/me')).status).toBe(401);
    expect([(await enter(username, 'the first one')).status, (await enter(username, 'the second one')).status]).toEqual([401, 200]);
  });

  it('is nothing that another account, or a key with less than all permissions, can set', async () => {
    const [one, two] = [await newAccount('of account one'), await newAccount('of account two')];
    const own = operator.withKey((await enter(one.username, 'of account one')).body.token);
    const foreign = await setPassword(own, two.id, { password: 'taken over by one' });
    const absent = await setPassword(own, uuid(404), { password: 'taken over by one' });
    const error = ({ body }: Answer<unknown>): object => ({ ...(body as { error: object }).error, request_id: '' });
    expect([foreign.status, error(foreign)]).toEqual([absent.status, error(absent)]);
    expect(foreign.status).toBe(403);
    const { body: key } = await own.post<{ key: string }>('/v1/access-keys', { permissions: ['account.manage', 'keys.manage'] });
    expect((await setPassword(operator.withKey(key.key), one.id, { password: 'a way to more' })).status).toBe(403);
    expect((await setPassword(operator, uuid(404), { password: 'of nobody at all' })).status).toBe(404);
  });

  it.each([{}, { password: '' }, { password: 'short' }, { password: 12_345_678 }, { password: null }, [], 'text'])(
    'is not %j',
    async (body) => {
      const { id } = await newAccount();
      const answer = await setPassword(operator, id, body as object);
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({ error: { status: 'INVALID_ARGUMENT' } });
    },
  );

  it('has eight characters at least from the start', async () => {
    const answer = await operator.post(AT, { username: 'hasty', password: 'seven77' });
    expect(answer.status).toBe(400);
  });
});
