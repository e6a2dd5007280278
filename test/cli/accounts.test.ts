// `clientele accounts`, as a process of its own: over a running server and at the store itself, alike.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientele } from './clientele.ts';
import { forEachStore } from '../helpers/stores.ts';
import { operatorKey, startChildRegistry } from '../helpers/registry.ts';
import { openDatabase } from '../../src/storage/database.ts';
import { secretKeyText } from '../../src/core/secret-box.ts';
import { startRegistry } from '../../src/registry/start-registry.ts';
import { systemClock } from '../../src/clock.ts';
import type { ChildRegistry } from '../helpers/registry.ts';
import type { Ended } from '../checkout/child.ts';

const KEYS = { CLIENTELE_SECRET_KEYS: secretKeyText({ id: 'test', bytes: Buffer.alloc(32, 5) }) };

type Run = (...args: string[]) => Promise<Ended>;

interface Made {
  id: string;
  username: string;
  password?: string;
  status: string;
  detail: string;
  webhook_uri: string;
}

async function json(ended: Promise<Ended>): Promise<Made> {
  const { status, stdout, stderr } = await ended;
  expect([status, stdout], stderr).toEqual([0, expect.stringMatching(/^\{.*\}\n$/)]);
  return JSON.parse(stdout) as Made;
}

forEachStore('the accounts commands', (store) => {
  describe('over a running server', () => {
    let server: ChildRegistry;
    beforeAll(async () => {
      server = await startChildRegistry(await store.fresh(), operatorKey());
    });
    afterAll(() => server.stop());
    const run: Run = (...args) => clientele(['accounts', ...args, '--url', server.api.url], { CLIENTELE_KEY: server.key });

    it('make, show, change and list an account', async () => {
      const made = await json(run('create', '--username', 'Teahouse', '--webhook-uri', 'https://hooks.example.com/in', '--json'));
      expect(made).toMatchObject({ username: 'Teahouse', status: 'active', password: expect.stringMatching(/^[\w-]{24}$/) });
      const { password: _password, ...shown } = made;
      expect(await json(run('show', made.id, '--json'))).toEqual(shown);
      const updated = await json(run('update', 'TEAHOUSE', '--detail', 'harbour', '--webhook-uri', '', '--json'));
      expect(updated).toMatchObject({ id: made.id, detail: 'harbour', webhook_uri: '' });
      expect((await run('list')).stdout.split('\n')[0]?.split('\t').slice(0, 4)).toEqual([made.id, 'Teahouse', '', 'active']);
    });

    it('freeze, delete and recover it', async () => {
      expect((await run('freeze', 'teahouse')).stdout).toContain('status\tfrozen\n');
      const deleted = await json(run('delete', 'teahouse', '--json'));
      expect(deleted).toMatchObject({ status: 'deleted' });
      expect((await run('list')).stdout).not.toContain(deleted.id);
      expect(await json(run('recover', deleted.id, '--json'))).toMatchObject({ status: 'active' });
    });

    it('tell by their exit codes what cannot be taken, what is refused and what is not there', async () => {
      const wrong = await run('update', 'teahouse', '--webhook-uri', 'ftp://files.example.com');
      expect([wrong.status, wrong.stdout]).toEqual([2, '']);
      expect(wrong.stderr).toContain('"webhook_uri" must be an absolute http or https URI');
      const taken = await run('create', '--username', 'TEAHOUSE', '--no-password');
      expect([taken.status, taken.stdout, taken.stderr]).toEqual([3, '', expect.stringContaining('taken')]);
      expect((await run('show', 'nobody')).status).toBe(3);
      expect((await run('update', 'teahouse')).status).toBe(2);
    });
  });

  it('do the same at the store itself', async () => {
    const settings = await store.fresh();
    const database = await openDatabase(settings);
    const operator = { username: 'operator', password: 'a password for tests', key: operatorKey() };
    await startRegistry({ database, clock: systemClock() }, operator);
    await database.close();
    const flags = 'dataDir' in settings ? ['--data-dir', settings.dataDir] : ['--database-url', settings.databaseUrl];
    const run: Run = (...args) => clientele(['accounts', ...args, ...flags], KEYS);
    const made = await json(run('create', '--username', 'Teahouse', '--no-password', '--json'));
    expect(made).toMatchObject({ username: 'Teahouse', status: 'active' });
    expect(made.id).toMatch(/^[0-9a-f-]{36}$/);
    const refused = await run('freeze', 'operator');
    expect([refused.status, refused.stderr]).toEqual([3, expect.stringContaining('operator’s own account')]);
  });
});
