// `clientele accounts`: over a running server and at the store itself, alike.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atTerminal, clientele } from './clientele.ts';
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
  tm_deletion_scheduled: string;
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
      const listed = (await run('list', '--deleted')).stdout.trim().split('\t');
      expect([listed[0], listed.at(-1)]).toEqual([deleted.id, deleted.tm_deletion_scheduled]);
      expect(await json(run('recover', 'Teahouse', '--json'))).toMatchObject({ id: deleted.id, status: 'active' });
      expect((await run('list', '--deleted')).stdout).toBe('');
    });

    it('add, list and remove the logins of its people', async () => {
      const added = await run('logins', 'add', 'ada@example.com');
      expect([added.status, added.stdout], added.stderr).toEqual([0, expect.stringMatching(/^[\w-]{24}\n$/)]);
      const entered = await server.api.withKey(null).post('/v1/session', { username: 'ada@example.com', password: added.stdout.trim() });
      expect(entered.status).toBe(200);
      expect((await run('logins', 'list')).stdout).toMatch(/\tada@example\.com\t[^\t]+\tperson\n.*\toperator\t[^\t]+\tthe account’s own\n/);
      expect((await run('logins', 'remove', 'Ada@example.com')).status).toBe(0);
      expect((await run('logins', 'list', '--json')).stdout).not.toContain('ada@example.com');
      expect((await run('logins', 'add', 'ada@example.com')).stderr).toContain('taken');
      expect((await run('logins', 'remove', 'nobody')).status).toBe(3);
    });

    it('print a table for people and whole times for programs', async () => {
      const env = { CLIENTELE_KEY: server.key };
      const shown = await atTerminal(['accounts', 'list', '--url', server.api.url], env);
      const [header = '', first = ''] = shown.split('\r\n');
      expect(header).toMatch(/^ID {36}USERNAME +NAME +STATUS +CREATED$/);
      expect(first).toMatch(/^[0-9a-f-]{36}  \S+ +.* active +\d{4}-\d\d-\d\d \d\d:\d\d$/);
      expect(first.indexOf('active')).toBe(header.indexOf('STATUS'));
      const keys = await atTerminal(['keys', 'list', '--url', server.api.url], env);
      expect(keys).toMatch(/^ID {36}KEY +NAME +MAY +MADE +ENDS +USED\r\n[0-9a-f-]{36}  \S{8}…  .* \d\d:\d\d +– +/);
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
    expect((await run('logins', 'add', 'grace@example.com', '--account', 'teahouse')).status).toBe(0);
    expect((await run('logins', 'remove', 'grace@example.com', '--account', 'teahouse')).status).toBe(0);
    expect(await json(run('delete', 'teahouse', '--json'))).toMatchObject({ status: 'deleted' });
    expect((await run('list', '--deleted')).stdout).toMatch(new RegExp(`^${made.id}\tTeahouse\t.*\tdeleted\t`));
  }, 180_000);
});
