// Who may see and change which account: itself alone, by what its credential may do; the operator every one. Secrets are hidden, never
// shown empty, and lie sealed in the store.

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CUSTOMERS, startVoipbin } from '../../helpers/voipbin.ts';
import { forEachStore } from '../../helpers/stores.ts';
import { openDatabase } from '../../../src/storage/database.ts';
import { PERMISSIONS } from '../../../src/core/permission.ts';
import { uuid } from '../../helpers/people.ts';
import type { Answer, Api } from '../../helpers/api.ts';
import type { Customer, VoipbinError, VoipbinRegistry } from '../../helpers/voipbin.ts';

const OWN = '/voipbin/v1.0/customer';
const SECRETS = { line_secret: 'canary of a secret', line_token: 'canary of a token' };

forEachStore('an account', (store) => {
  let registry: VoipbinRegistry;
  let own: string;
  beforeAll(async () => {
    registry = await startVoipbin(await store.fresh());
    own = `${CUSTOMERS}/${registry.tenantScope.accountId}`;
    await registry.operator.send('PUT', own, SECRETS);
  });
  afterAll(() => registry.stop());

  it('finds itself by its id and without one, and nobody else', async () => {
    const byId = await registry.with().get<Customer>(own);
    expect(byId.status).toBe(200);
    expect((await registry.with().get(OWN)).body).toEqual(byId.body);
    expect((await registry.with().get(CUSTOMERS)).status).toBe(403);
  });

  it('is answered for another’s id as for one that nobody has, byte for byte but for the request id', async () => {
    const others = registry.operatorScope.accountId;
    const asked: [Parameters<Api['send']>[0], string, object?][] = [
      ['GET', ''],
      ['PUT', '', { name: 'Other' }],
      ['DELETE', ''],
      ['POST', '/freeze'],
      ['POST', '/recover'],
      ['PUT', '/permission_ids', { permission_ids: [] }],
    ];
    for (const [method, path, body] of asked) {
      const texts = [];
      for (const id of [others, uuid(404), 'no-id']) {
        const requestId = randomUUID();
        const answer = await registry.tenant.send(method, `${CUSTOMERS}/${id}${path}`, body, { 'x-request-id': requestId });
        expect([method, path, answer.status]).toEqual([method, path, 403]);
        texts.push(answer.text.replace(requestId, ''));
      }
      expect(new Set(texts).size).toBe(1);
    }
  });

  it('is told apart from one that nobody has by the operator alone', async () => {
    for (const id of [uuid(404), 'no-id']) {
      const { status, body } = await registry.operator.get<VoipbinError>(`${CUSTOMERS}/${id}`);
      expect([status, body.error.status, body.error.reason]).toEqual([404, 'NOT_FOUND', 'NOT_FOUND']);
    }
  });

  it('lets a credential do what its permissions say', async () => {
    const put = (api: Api, path: string): Promise<Answer<unknown>> => api.send('PUT', path, { detail: 'put' });
    for (const path of [own, OWN]) {
      expect((await put(registry.with('customers.read'), path)).status).toBe(403);
      expect((await put(registry.with('account.manage'), path)).status).toBe(200);
    }
    for (const [method, path] of [
      ['DELETE', own],
      ['POST', `${own}/freeze`],
      ['POST', `${own}/recover`],
      ['POST', CUSTOMERS],
    ] as const) {
      expect((await registry.tenant.send(method, path, {})).status).toBe(403);
    }
    expect((await registry.with('platform.manage').get(CUSTOMERS)).status).toBe(200);
  });

  it('grants its new keys no more than the credential holds', async () => {
    const grant = (api: Api, ...names: (keyof typeof PERMISSIONS)[]): Promise<Answer<unknown>> =>
      api.send('PUT', `${own}/permission_ids`, { permission_ids: names.map((name) => PERMISSIONS[name].id) });
    expect((await grant(registry.tenant, 'customers.read')).status).toBe(200);
    expect((await grant(registry.tenant, 'platform.manage')).status).toBe(400);
    expect((await grant(registry.with('account.manage'), 'account.manage')).status).toBe(200);
    expect((await grant(registry.with('account.manage'), 'account.admin')).status).toBe(400);
    expect((await grant(registry.with('customers.read'), 'customers.read')).status).toBe(403);
    expect((await grant(registry.operator, 'account.admin')).status).toBe(200);
  });

  it('shows its secrets to those who may see them, and leaves them out for all others', async () => {
    expect((await registry.with('account.secrets').get(own)).body).toMatchObject(SECRETS);
    expect((await registry.tenant.get(OWN)).body).toMatchObject(SECRETS);
    const hidden = (await registry.with().get<Customer>(own)).body;
    expect(Object.keys(hidden)).not.toEqual(expect.arrayContaining(['line_secret']));
    expect(Object.keys(hidden)).not.toEqual(expect.arrayContaining(['line_token']));
    const changed = await registry.with('account.manage').send('PUT', own, { detail: 'without the secrets' });
    expect(changed.text).not.toContain('canary');
    expect((await registry.tenant.get(own)).body).toMatchObject({ ...SECRETS, detail: 'without the secrets' });
    const listed = await registry.with('platform.manage').get(CUSTOMERS);
    expect(listed.text).not.toContain('canary');
  });

  it('has its secrets sealed in the store, and nowhere in logs', async () => {
    const place = await store.fresh();
    const other = await startVoipbin(place);
    await other.operator.post(CUSTOMERS, { username: 'sealed', ...SECRETS });
    await other.stop();
    expect(other.log()).not.toContain('canary of');
    const database = await openDatabase(place);
    const { rows } = await database.onPlatform((tx) => tx.query({ sql: `select * from account where username = 'sealed'` }));
    await database.close();
    expect(rows[0]?.['line_secret']).toMatch(/^s1\./);
    expect(JSON.stringify(rows)).not.toContain('canary');
  });
});
