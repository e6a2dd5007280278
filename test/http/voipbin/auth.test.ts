// VoIPBin's login as its clients use it, over HTTP alone: a token for a password, in the query or as a bearer, until it is ended.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { insertTestAccount, insertTestLogin } from '../../helpers/accounts.ts';
import { forEachStore } from '../../helpers/stores.ts';
import { operatorKey, startRegistryHere } from '../../helpers/registry.ts';
import { PERMISSIONS } from '../../../src/core/permission.ts';
import type { Answer, Api } from '../../helpers/api.ts';
import type { Database } from '../../../src/storage/database.ts';
import type { RegistryHere } from '../../helpers/registry.ts';

const ADMIN = { username: 'admin', password: 'admin of the registry' };
const PERMISSIONS_AT = '/voipbin/v1.0/permissions';

interface Page {
  result: { id: string; name: string; tm_create: string; tm_update: string; tm_delete: string }[];
  next_page_token: string;
}

forEachStore('a client of VoIPBin', (store) => {
  let registry: RegistryHere;
  let open: Api;
  beforeAll(async () => {
    const prepare = async (database: Database): Promise<void> => {
      const { accountId } = await insertTestAccount(database, operatorKey());
      await insertTestLogin(database, { accountId, ...ADMIN });
    };
    registry = await startRegistryHere(await store.fresh(), { prepare });
    open = registry.api.withKey(null);
  });
  afterAll(() => registry.stop());

  const logIn = (body: object = ADMIN): Promise<Answer<{ username: string; token: string }>> => open.post('/voipbin/auth/login', body);
  const envelope = (answer: Answer<unknown>): unknown => (answer.body as { error: unknown }).error;

  it('logs in and asks with its token, in the query or as a bearer', async () => {
    const { status, body } = await logIn();
    expect(status).toBe(200);
    expect(body).toEqual({ username: 'admin', token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) });
    expect((await open.get(`${PERMISSIONS_AT}?token=${body.token}`)).status).toBe(200);
    expect((await registry.api.withKey(body.token).get(PERMISSIONS_AT)).status).toBe(200);
    expect((await registry.api.withKey(body.token).get('/v1/customers')).status).toBe(200);
  });

  it('asks with an access key in the query', async () => {
    expect((await open.get(`${PERMISSIONS_AT}?accesskey=${registry.key}`)).status).toBe(200);
  });

  it('is heard by query under VoIPBin’s prefix alone', async () => {
    expect((await open.get(`/v1/me?accesskey=${registry.key}`)).status).toBe(401);
  });

  it('logs out, and its token opens nothing from then on', async () => {
    const { token } = (await logIn()).body;
    expect((await open.post(`/voipbin/auth/logout?token=${token}`, '')).status).toBe(200);
    expect((await open.get(`${PERMISSIONS_AT}?token=${token}`)).status).toBe(401);
  });

  it('is told in VoIPBin’s envelope what is wrong', async () => {
    const wrong = await logIn({ ...ADMIN, password: 'not this one' });
    expect(wrong.status).toBe(401);
    expect(envelope(wrong)).toMatchObject({
      status: 'UNAUTHENTICATED',
      reason: 'UNAUTHENTICATED',
      message: 'The username or the password is wrong.',
    });
    const none = await open.get(PERMISSIONS_AT);
    expect([none.status, envelope(none)]).toEqual([
      401,
      expect.objectContaining({ status: 'UNAUTHENTICATED', request_id: none.headers['x-request-id'] }),
    ]);
    for (const body of [{}, { username: 'admin' }, { username: 5, password: 'x' }, { username: '', password: 'x' }, [], 'text']) {
      const answer = await logIn(body as object);
      expect(answer.status).toBe(400);
      expect(envelope(answer)).toMatchObject({ status: 'INVALID_ARGUMENT' });
    }
    const again = await registry.api.send('POST', '/voipbin/auth/logout');
    expect([again.status, envelope(again)]).toEqual([400, expect.objectContaining({ status: 'INVALID_ARGUMENT' })]);
  });

  it('lists every permission, page by page', async () => {
    const all = await registry.api.get<Page>(`${PERMISSIONS_AT}?page_size=100`);
    expect(all.body.result).toHaveLength(Object.keys(PERMISSIONS).length);
    expect(all.body.next_page_token).toBe('');
    expect(all.body.result.find(({ name }) => name === 'account.admin')).toEqual({
      id: '03796e14-7cb4-11ec-9dba-e72023efd1c6',
      name: 'account.admin',
      detail: 'All permissions of an account.',
      tm_create: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/),
      tm_update: '9999-01-01 00:00:00.000000',
      tm_delete: '9999-01-01 00:00:00.000000',
    });
    const names: string[] = [];
    let token = '';
    do {
      const { body }: Answer<Page> = await registry.api.get<Page>(`${PERMISSIONS_AT}?page_size=5&page_token=${encodeURIComponent(token)}`);
      names.push(...body.result.map(({ name }) => name));
      token = body.next_page_token;
    } while (token !== '');
    expect(names).toEqual(all.body.result.map(({ name }) => name));
  });

  it('leaves no credential of a query in the log', async () => {
    const { token } = (await logIn()).body;
    await open.get(`${PERMISSIONS_AT}?token=${token}`);
    await open.get(`${PERMISSIONS_AT}?accesskey=${registry.key}`);
    await open.get(`${PERMISSIONS_AT}?token=clk_canary7391canary7391canary7391`);
    await open.get(`/voipbin/v1.0/nothing?token=${token}`);
    await open.get(`${PERMISSIONS_AT}?token=${token}&page_size=canary7391`);
    for (const secret of [token, registry.key, 'canary7391', ADMIN.password]) expect(registry.log()).not.toContain(secret);
  });
});
