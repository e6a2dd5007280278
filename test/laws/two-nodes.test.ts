// Two servers, each a process of its own, on one PostgreSQL: what ends a credential on one of them has ended it on the other.

import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { onPostgresql } from '../helpers/stores.ts';
import { operatorKey, startChildRegistry } from '../helpers/registry.ts';
import { CUSTOMERS } from '../helpers/voipbin.ts';
import type { Api } from '../helpers/api.ts';
import type { ChildRegistry } from '../helpers/registry.ts';

/** Word of an end takes its way; a node that had not heard would hold what it knows for a second from its last look. */
const HEARD_MS = 500;
const PASSWORD = 'the password of a tenant';

interface Tenant {
  id: string;
  /** By the account's access key, and by the token of its login. */
  key: string;
  token: string;
  keyId: string;
}

onPostgresql('two nodes', (store) => {
  let a: ChildRegistry;
  let b: ChildRegistry;
  beforeAll(async () => {
    const settings = await store.fresh();
    const key = operatorKey();
    a = await startChildRegistry(settings, key);
    b = await startChildRegistry(settings, key);
  });
  afterAll(() => Promise.all([a.stop(), b.stop()]));

  /** An account that the second node has just let in, by its key and by its login. */
  async function knownTenant(username: string): Promise<Tenant> {
    const { body: account } = await a.api.post<{ id: string }>(CUSTOMERS, { username, password: PASSWORD });
    const { token } = (await a.api.withKey(null).post<{ token: string }>('/voipbin/auth/login', { username, password: PASSWORD })).body;
    const made = await a.api.withKey(token).post<{ id: string; key: string }>('/v1/access-keys', { name: 'feed' });
    const tenant = { id: account.id, token, key: made.body.key, keyId: made.body.id };
    expect([await statusAt(b, tenant.key), await statusAt(b, tenant.token)]).toEqual([200, 200]);
    return tenant;
  }

  const statusAt = async ({ api }: { api: Api }, credential: string): Promise<number> =>
    (await api.withKey(credential).get('/v1/me')).status;

  /** Asks the second node until it has heard; gives how long that took. */
  async function msUntilRefused(credential: string): Promise<number> {
    const began = performance.now();
    while ((await statusAt(b, credential)) !== 401 && performance.now() - began < 3_000);
    return performance.now() - began;
  }

  it.each<[string, (tenant: Tenant) => Promise<{ status: number }>, ('key' | 'token')[]]>([
    ['a freeze', ({ id }) => a.api.post(`${CUSTOMERS}/${id}/freeze`, {}), ['key', 'token']],
    ['a deletion', ({ id }) => a.api.send('DELETE', `${CUSTOMERS}/${id}`), ['key', 'token']],
    ['a new password', ({ id }) => a.api.send('PUT', `${CUSTOMERS}/${id}/password`, { password: 'another long one' }), ['token']],
    ['a revocation', ({ keyId, token }) => a.api.withKey(token).send('DELETE', `/v1/access-keys/${keyId}`), ['key']],
    ['a logout', ({ token }) => a.api.withKey(token).post('/voipbin/auth/logout', {}), ['token']],
  ])('%s on the one is heard by the other', async (what, end, ended) => {
    const tenant = await knownTenant(`tenant-of-${what.replaceAll(' ', '-')}`);
    expect((await end(tenant)).status).toBeLessThan(300);
    for (const kind of ended) expect(await msUntilRefused(tenant[kind]), kind).toBeLessThan(HEARD_MS);
    for (const kind of (['key', 'token'] as const).filter((one) => !ended.includes(one))) expect(await statusAt(b, tenant[kind])).toBe(200);
  });

  it('a recovery on the one lets the keys in at the other', async () => {
    const { id, key } = await knownTenant('tenant-recovered');
    await a.api.post(`${CUSTOMERS}/${id}/freeze`, {});
    expect(await msUntilRefused(key)).toBeLessThan(HEARD_MS);
    expect((await a.api.post(`${CUSTOMERS}/${id}/recover`, {})).status).toBe(200);
    // What is not known is held for a second, too; how long that seems is the machine's affair.
    await vi.waitFor(async () => expect(await statusAt(b, key)).toBe(200), { timeout: 20_000, interval: 50 });
  });
});
