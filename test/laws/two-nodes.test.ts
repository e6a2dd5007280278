// Two nodes on one PostgreSQL, one of them a process of its own: what ends a credential there ends it here, by word alone, because the
// clock by which this node would look again stands still.

import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { onPostgresql } from '../helpers/stores.ts';
import { operatorKey, startChildRegistry, startRegistryHere } from '../helpers/registry.ts';
import { systemClock } from '../../src/clock.ts';
import { CUSTOMERS } from '../helpers/voipbin.ts';
import type { Api } from '../helpers/api.ts';
import type { ChildRegistry, RegistryHere } from '../helpers/registry.ts';

/** Word comes, however busy the machine is; without it nothing would. */
const PATIENCE = { timeout: 30_000, interval: 20 };
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
  let b: RegistryHere;
  let elapsedMs = 0;
  beforeAll(async () => {
    const settings = await store.fresh();
    const key = operatorKey();
    a = await startChildRegistry(settings, key);
    const clock = { ...systemClock(), elapsedMs: () => elapsedMs };
    b = await startRegistryHere(settings, { clock, env: { CLIENTELE_ROLES: 'api' } });
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

  /** Asks the second node until it has heard. */
  const isRefused = async (credential: string): Promise<void> =>
    vi.waitFor(async () => expect(await statusAt(b, credential)).toBe(401), PATIENCE);

  it.each<[string, (tenant: Tenant) => Promise<{ status: number }>, ('key' | 'token')[]]>([
    ['a freeze', ({ id }) => a.api.post(`${CUSTOMERS}/${id}/freeze`, {}), ['key', 'token']],
    ['a deletion', ({ id }) => a.api.send('DELETE', `${CUSTOMERS}/${id}`), ['key', 'token']],
    ['a new password', ({ id }) => a.api.send('PUT', `${CUSTOMERS}/${id}/password`, { password: 'another long one' }), ['token']],
    ['a revocation', ({ keyId, token }) => a.api.withKey(token).send('DELETE', `/v1/access-keys/${keyId}`), ['key']],
    ['a logout', ({ token }) => a.api.withKey(token).post('/voipbin/auth/logout', {}), ['token']],
  ])('%s on the one is heard by the other', async (what, end, ended) => {
    const tenant = await knownTenant(`tenant-of-${what.replaceAll(' ', '-')}`);
    expect((await end(tenant)).status).toBeLessThan(300);
    for (const kind of ended) await isRefused(tenant[kind]);
    for (const kind of (['key', 'token'] as const).filter((one) => !ended.includes(one))) expect(await statusAt(b, tenant[kind])).toBe(200);
  });

  it('a recovery on the one lets the keys in at the other', async () => {
    const { id, key } = await knownTenant('tenant-recovered');
    await a.api.post(`${CUSTOMERS}/${id}/freeze`, {});
    await isRefused(key);
    expect((await a.api.post(`${CUSTOMERS}/${id}/recover`, {})).status).toBe(200);
    // What is not known is held for a second, too.
    elapsedMs += 1_001;
    expect(await statusAt(b, key)).toBe(200);
  });
});
