// `clientele keys rotate-secrets` killed half-way: every secret can still be read, no server starts without a key that it needs, and
// the next run ends the work.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { clientele } from '../cli/clientele.ts';
import { createAccount } from '../../src/registry/account/create-account.ts';
import { forEachStore } from '../helpers/stores.ts';
import { insertTestAccount } from '../helpers/accounts.ts';
import { openDatabase } from '../../src/storage/database.ts';
import { openSecrets } from '../../src/registry/open-secrets.ts';
import { openTokens } from '../../src/registry/login/token.ts';
import { OPERATOR } from '../../src/registry/account/access.ts';
import { readAccount } from '../../src/registry/account/read-account.ts';
import { readWebhookSecrets } from '../../src/registry/webhook-secrets.ts';
import { secretKeyText } from '../../src/core/secret-box.ts';
import { systemClock } from '../../src/clock.ts';
import type { AccountDeps } from '../../src/registry/account/account-deps.ts';
import type { SecretKey } from '../../src/core/secret-box.ts';
import type { StoreSettings } from '../../src/storage/database.ts';

const ACCOUNTS = 250;
const OLD: SecretKey = { id: 'old', bytes: Buffer.alloc(32, 1) };
const NEW: SecretKey = { id: 'new', bytes: Buffer.alloc(32, 2) };
const BOTH = { CLIENTELE_SECRET_KEYS: [NEW, OLD].map(secretKeyText).join(',') };
const SESSION = { loginId: randomUUID(), createdAt: '2026-01-01T00:00:00.000000Z', expiresAt: '2999-01-01T00:00:00.000000Z' };

/** Runs `use` on the store with these keys, as a process of its own would. */
async function withKeys<T>(settings: StoreSettings, keys: SecretKey[], use: (deps: AccountDeps) => Promise<T>): Promise<T> {
  const database = await openDatabase(settings);
  try {
    return await use({ database, clock: systemClock(), secrets: await openSecrets({ database }, keys), graceDays: 30 });
  } finally {
    await database.close();
  }
}

const scopeOf = (accountId: string) => ({ accountId, idKey: Buffer.alloc(32) });

forEachStore('a rotation of secrets that is killed', (store) => {
  it('loses none, and goes on where it was', async () => {
    const settings = await store.fresh();
    const env = 'dataDir' in settings ? { CLIENTELE_DATA_DIR: settings.dataDir, ...BOTH } : { DATABASE_URL: settings.databaseUrl, ...BOTH };
    const made = await withKeys(settings, [OLD], async (deps) => {
      await insertTestAccount(deps.database);
      const ids: string[] = [];
      for (let at = 0; at < ACCOUNTS; at += 1)
        ids.push((await createAccount(deps, OPERATOR, JSON.stringify({ line_secret: `secret ${at}` }))).id);
      const webhook = await readWebhookSecrets({ ...deps, allowed: [] }, scopeOf(ids.at(-1) as string));
      return { ids, webhook, token: (await (await openTokens(deps)).sign(SESSION)).token };
    });

    await killAfterFirstStep(env);
    await expect(withKeys(settings, [OLD], async () => null)).rejects.toMatchObject({ code: 'setting_invalid' });
    expect(await sealedUnder(settings)).toEqual(['new', 'old']);
    expect((await clientele(['keys', 'rotate-secrets'], env)).status).toBe(0);
    expect(await sealedUnder(settings)).toEqual(['new']);

    await withKeys(settings, [NEW], async (deps) => {
      for (const [at, id] of made.ids.entries())
        expect(await readAccount(deps, OPERATOR, id)).toMatchObject({ lineSecret: `secret ${at}` });
      expect(await readWebhookSecrets({ ...deps, allowed: [] }, scopeOf(made.ids.at(-1) as string))).toEqual(made.webhook);
      expect(await (await openTokens(deps)).verify(made.token)).not.toBeNull();
    });
  }, 180_000);

  it('is no way into a store whose keys are lost, but for what they sealed, where it is told so', async () => {
    const settings = await store.fresh();
    const only = { CLIENTELE_SECRET_KEYS: secretKeyText(NEW) };
    const env = 'dataDir' in settings ? { CLIENTELE_DATA_DIR: settings.dataDir, ...only } : { DATABASE_URL: settings.databaseUrl, ...only };
    const id = await withKeys(settings, [OLD], async (deps) => {
      await insertTestAccount(deps.database);
      await openTokens(deps);
      return (await createAccount(deps, OPERATOR, '{"line_secret": "lost"}')).id;
    });
    expect((await clientele(['keys', 'rotate-secrets'], env)).status).toBe(2);
    expect((await clientele(['keys', 'rotate-secrets', '--discard-unreadable'], env)).stderr).toContain('1 secrets taken away\n');
    await withKeys(settings, [NEW], async (deps) => {
      expect(await readAccount(deps, OPERATOR, id)).toMatchObject({ lineSecret: null });
      expect(await (await openTokens(deps)).sign(SESSION)).toMatchObject({ token: expect.any(String) });
    });
  }, 180_000);

  /** The names of keys under which LINE secrets are sealed. */
  async function sealedUnder(settings: StoreSettings): Promise<string[]> {
    const database = await openDatabase(settings);
    const sql = `select distinct split_part(line_secret, '.', 2) as key from account where line_secret is not null order by key`;
    const { rows } = await database.onPlatform((tx) => tx.query<{ key: string }>({ sql }));
    await database.close();
    return rows.map(({ key }) => key);
  }

  async function killAfterFirstStep(env: Record<string, string>): Promise<void> {
    const child = spawn(process.execPath, ['src/cli/main.ts', 'keys', 'rotate-secrets'], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const gone = once(child, 'exit');
    child.stderr.once('data', () => child.kill('SIGKILL'));
    expect((await gone)[1]).toBe('SIGKILL');
  }
});
