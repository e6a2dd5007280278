// Secrets sealed anew under another key while the registry runs: all of them, resumably, and never over a newer one.

import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAccount } from '../../src/registry/account/create-account.ts';
import { discardUnreadable, rotateSecrets } from '../../src/registry/rotate-secrets.ts';
import { forEachStore } from '../helpers/stores.ts';
import { insertTestAccount } from '../helpers/accounts.ts';
import { listSecretKeys } from '../../src/storage/secret-keys.ts';
import { openDatabase } from '../../src/storage/database.ts';
import { openSecrets } from '../../src/registry/open-secrets.ts';
import { openTokens } from '../../src/registry/login/token.ts';
import { OPERATOR } from '../../src/registry/account/access.ts';
import { readAccount } from '../../src/registry/account/read-account.ts';
import { readWebhookSecrets } from '../../src/registry/webhook-secrets.ts';
import { secretBoxOf } from '../../src/core/secret-box.ts';
import { systemClock } from '../../src/clock.ts';
import { updateAccount } from '../../src/registry/account/update-account.ts';
import type { AccountDeps } from '../../src/registry/account/account-deps.ts';
import type { Database } from '../../src/storage/database.ts';
import type { SecretKey } from '../../src/core/secret-box.ts';

const key = (id: string, fill: number): SecretKey => ({ id, bytes: Buffer.alloc(32, fill) });
const [OLD, NEW, LATER] = [key('old', 1), key('new', 2), key('later', 3)];
const MORE_THAN_ONE_STEP = 103;
const SESSION = { loginId: randomUUID(), createdAt: '2026-01-01T00:00:00.000000Z', expiresAt: '2999-01-01T00:00:00.000000Z' };

forEachStore('rotating secrets', (store) => {
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase(await store.fresh());
    await insertTestAccount(database);
  });
  afterAll(() => database.close());

  const withKeys = async (...keys: SecretKey[]): Promise<AccountDeps> => ({
    database,
    clock: systemClock(),
    secrets: await openSecrets({ database }, keys),
    graceDays: 30,
  });
  const rotateAll = async (deps: AccountDeps): Promise<number> => {
    let resealed = 0;
    for (let after: string | null | undefined = null; after !== undefined;) {
      const step = await rotateSecrets(deps, after);
      resealed += step.resealed;
      after = step.next ?? undefined;
    }
    return resealed;
  };
  const keyIds = async (): Promise<string[]> => (await database.onPlatform(listSecretKeys)).map(({ keyId }) => keyId);
  const webhookDeps = (deps: AccountDeps) => ({ ...deps, allowed: [] });
  const scopeOf = (id: string) => ({ accountId: id, idKey: Buffer.alloc(32) });

  it('seals all of them anew, in steps, and forgets the old key when nothing needs it', async () => {
    const old = await withKeys(OLD);
    const ids: string[] = [];
    for (let at = 0; at < MORE_THAN_ONE_STEP; at += 1) {
      ids.push((await createAccount(old, OPERATOR, JSON.stringify({ line_secret: `secret ${at}`, line_token: `token ${at}` }))).id);
    }
    const [first = ''] = ids;
    const signing = await readWebhookSecrets(webhookDeps(old), scopeOf(first));
    const { token } = await (await openTokens(old)).sign(SESSION);
    const both = await withKeys(NEW, OLD);
    const step = await rotateSecrets(both, null);
    expect([step.accounts, typeof step.next]).toEqual([100, 'string']);
    expect((await keyIds()).toSorted()).toEqual(['new', 'old']);
    expect(step.resealed + (await rotateAll(both))).toBe(2 * MORE_THAN_ONE_STEP + 2);
    expect(await keyIds()).toEqual(['new']);
    expect(await rotateAll(both)).toBe(0);
    const alone = await withKeys(NEW);
    for (const [at, id] of ids.entries()) {
      expect(await readAccount(alone, OPERATOR, id)).toMatchObject({ lineSecret: `secret ${at}`, lineToken: `token ${at}` });
    }
    expect(await readWebhookSecrets(webhookDeps(alone), scopeOf(first))).toEqual(signing);
    expect(await (await openTokens(alone)).verify(token), 'a token signed before').not.toBeNull();
  });

  it('seals the signing key of a store that had it unsealed, which goes on to sign', async () => {
    const plain = randomBytes(32);
    await database.onPlatform(async (tx) => {
      await tx.query({ sql: `delete from platform_secret where name = 'token-signing'` });
      await tx.query({ sql: `insert into signing_key (key_id, secret, created_at) values ($1, $2, now())`, params: [randomUUID(), plain] });
    });
    const deps = await withKeys(NEW);
    const [tokens, others] = await Promise.all([openTokens(deps), openTokens(deps)]);
    const { token } = await tokens.sign(SESSION);
    const [head, claims, signature] = token.split('.');
    expect(createHmac('sha256', plain).update(`${head}.${claims}`).digest('base64url')).toBe(signature);
    expect(await others.verify(token)).not.toBeNull();
    const { rowCount } = await database.onPlatform((tx) => tx.query({ sql: 'select 1 from signing_key' }));
    expect(rowCount).toBe(0);
  });

  it('loses no change that comes meanwhile', async () => {
    const before = await withKeys(NEW);
    const { id } = await createAccount(before, OPERATOR, '{"line_secret": "at first"}');
    const both = await withKeys(LATER, NEW);
    const changes = Array.from({ length: 20 }, (_, at) =>
      updateAccount(both, OPERATOR, id, JSON.stringify({ line_secret: `change ${at}` })),
    );
    await Promise.all([...changes, rotateAll(both), rotateAll(both)]);
    const { lineSecret } = await readAccount(both, OPERATOR, id);
    expect(lineSecret).toMatch(/^change \d+$/);
    expect(await rotateAll(both)).toBe(0);
    expect(await readAccount(await withKeys(LATER), OPERATOR, id)).toMatchObject({ lineSecret });
  });

  it('finds what a node sealed under the older key afterwards', async () => {
    const lagging = await withKeys(LATER);
    const ahead = await withKeys(OLD, LATER);
    await rotateAll(ahead);
    const { id } = await createAccount(lagging, OPERATOR, '{"line_secret": "under the older key"}');
    expect(await readAccount(ahead, OPERATOR, id)).toMatchObject({ lineSecret: 'under the older key' });
    expect(await rotateAll(ahead)).toBe(1);
  });

  it('takes away what no key opens only where it is told to', async () => {
    const { id } = await createAccount(await withKeys(OLD), OPERATOR, '{"line_secret": "lost"}');
    await readWebhookSecrets(webhookDeps(await withKeys(OLD)), scopeOf(id));
    const secrets = secretBoxOf([NEW], randomBytes);
    await expect(rotateSecrets({ database, secrets }, null)).rejects.toMatchObject({ code: 'setting_invalid' });
    expect(await discardUnreadable({ database, secrets })).toBeGreaterThanOrEqual(2);
    await rotateAll({ ...(await withKeys(OLD)), secrets });
    const fresh = await withKeys(NEW);
    expect(await readAccount(fresh, OPERATOR, id)).toMatchObject({ lineSecret: null });
    expect(await readWebhookSecrets(webhookDeps(fresh), scopeOf(id))).toHaveLength(1);
  });
});
