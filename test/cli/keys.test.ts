// `clientele keys`: over a running server by a key, and at the store itself where there is none.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { addLogins } from '../helpers/accounts.ts';
import { clientele, clienteleProcess } from './clientele.ts';
import { forEachStore } from '../helpers/stores.ts';
import { operatorKey, startRegistryHere } from '../helpers/registry.ts';
import type { RegistryHere } from '../helpers/registry.ts';
import type { StoreSettings } from '../../src/storage/database.ts';

forEachStore('clientele keys', (store) => {
  let settings: StoreSettings;
  let registry: RegistryHere | null = null;
  const started = async (): Promise<RegistryHere> => (registry ??= await startRegistryHere(settings));
  const stopped = async (): Promise<void> => {
    await registry?.stop();
    registry = null;
  };
  const flags = (): string[] => ('dataDir' in settings ? ['--data-dir', settings.dataDir] : ['--database-url', settings.databaseUrl]);
  beforeAll(async () => {
    settings = await store.fresh();
    await started();
  });
  afterAll(stopped);

  it('makes, lists and revokes keys of a running server', async () => {
    const { api, key } = await started();
    const env = { CLIENTELE_URL: api.url, CLIENTELE_KEY: key };
    const made = await clientele(
      ['keys', 'create', '--name', 'nightly', '--days', '30', '--permission', 'customers.read', 'imports.manage'],
      env,
    );
    expect(made.status).toBe(0);
    const fresh = made.stdout.trim();
    expect(fresh).toMatch(/^clk_[0-9A-Za-z]{38}$/);
    expect(made.stderr).not.toContain(fresh);
    expect((await api.withKey(fresh).get('/v1/customers')).status).toBe(200);
    const listed = JSON.parse((await clientele(['keys', 'list', '--json'], env)).stdout) as {
      id: string;
      name: string;
      permissions: string[];
      expiresAt: string;
    }[];
    expect(listed[0]).toMatchObject({ name: 'nightly', permissions: ['customers.read', 'imports.manage'], expiresAt: expect.any(String) });
    expect((await clientele(['keys', 'list'], env)).stdout).toContain(`${fresh.slice(0, 8)}…\tnightly\tcustomers.read,imports.manage`);
    expect((await clientele(['keys', 'revoke', listed[0]!.id], env)).status).toBe(0);
    expect((await api.withKey(fresh).get('/v1/customers')).status).toBe(401);
    expect(await clientele(['keys', 'revoke', listed[0]!.id], env)).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('no access key'),
    });
  });

  it('says what is wrong with what is asked', async () => {
    const { api, key } = await started();
    const env = { CLIENTELE_URL: api.url, CLIENTELE_KEY: key };
    expect((await clientele(['keys', 'create', '--permission', 'everything'], env)).status).toBe(2);
    expect((await clientele(['keys', 'create', '--days', '0'], env)).status).toBe(2);
    expect((await clientele(['keys', 'revoke', 'nothing'], env)).status).toBe(2);
    expect((await clientele(['keys', 'list'], { ...env, CLIENTELE_KEY: operatorKey() })).status).toBe(3);
  });

  it('makes a key at the store itself, and sets a lost password', async () => {
    const { scope } = await started();
    await stopped();
    await addLogins(settings, [{ accountId: scope.accountId, username: 'forgetful', password: 'nobody knows it' }]);
    const made = await clienteleProcess(['keys', 'create', '--json', ...flags()]);
    expect(made.status).toBe(0);
    const { key, permissions } = JSON.parse(made.stdout) as { key: string; permissions: string[] };
    expect(permissions).toContain('platform.manage');
    const reset = await clientele(['keys', 'reset-password', 'Forgetful', ...flags()]);
    expect(reset.status).toBe(0);
    expect(await clientele(['keys', 'create', '--account', 'nobody', ...flags()])).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('no account'),
    });
    expect((await clientele(['keys', 'reset-password', 'nobody', ...flags()])).status).toBe(3);
    const { api } = await started();
    expect((await api.withKey(key).get('/v1/me')).status).toBe(200);
    const enter = (password: string): ReturnType<typeof api.post> =>
      api.withKey(null).post('/voipbin/auth/login', { username: 'forgetful', password });
    expect((await enter(reset.stdout.trim())).status).toBe(200);
    expect((await enter('nobody knows it')).status).toBe(401);
  });
});
