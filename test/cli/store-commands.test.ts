// The commands over a store, beside a running server and without one; each once as a process of its own.

import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { clientele, clienteleProcess, freshFolder } from './clientele.ts';
import { forEachStore } from '../helpers/stores.ts';
import { operatorKey, startChildRegistry } from '../helpers/registry.ts';
import type { ChildRegistry } from '../helpers/registry.ts';
import type { StoreSettings } from '../../src/storage/database.ts';

function flagsOf(settings: StoreSettings): string[] {
  return 'dataDir' in settings ? ['--data-dir', settings.dataDir] : ['--database-url', settings.databaseUrl];
}

forEachStore('the commands over a store', (store) => {
  const file = join(freshFolder(), 'registry-backup.gz');
  let settings: StoreSettings;
  let server: ChildRegistry;
  beforeAll(async () => {
    settings = await store.fresh();
    server = await startChildRegistry(settings, operatorKey());
  });
  afterAll(() => server.stop());

  it('tell a story to a running server', async () => {
    const demo = await clienteleProcess(['demo', '--url', server.api.url], { CLIENTELE_KEY: server.key });
    expect([demo.status, demo.stderr]).toEqual([0, '']);
    for (const told of ['1 created', '1 updated', '1 unchanged', '1 stale', '4 rejected', 'country_unknown']) {
      expect(demo.stdout).toContain(told);
    }
  });

  it('back up beside a running server, and never over a file', async () => {
    const env = { CLIENTELE_KEY: server.key, CLIENTELE_URL: server.api.url };
    expect(await clienteleProcess(['backup', file, ...flagsOf(settings)], env)).toMatchObject({ status: 0, stdout: '' });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((await clientele(['backup', file, ...flagsOf(settings)], env)).status).toBe(2);
  });

  it('verify and examine beside a running server where the store allows it', async () => {
    const isEmbedded = store.kind === 'embedded';
    expect((await clientele(['verify', ...flagsOf(settings)])).status).toBe(isEmbedded ? 3 : 0);
    const doctor = await clienteleProcess(['doctor', '--port', '0', ...flagsOf(settings)]);
    expect(doctor.status).toBe(0);
    expect(doctor.stdout).toContain(isEmbedded ? `in use by process ${server.child.pid}` : 'row-level security keeps accounts apart');
  });

  it('restore what was backed up, once, and verify it', async () => {
    const other = await store.unmade();
    expect(await clienteleProcess(['restore', file, ...flagsOf(other)])).toMatchObject({ status: 0, stdout: '' });
    const verified = await clienteleProcess(['verify', ...flagsOf(other)]);
    const held = '1 accounts, 1 customers, 3 source records, 5 versions';
    expect(verified).toMatchObject({ status: 0, stdout: `verified ${held}: no differences\n` });
    expect((await clientele(['restore', file, ...flagsOf(other)])).status).toBe(3);
  });

  it('make no store by accident', async () => {
    const nowhere = await store.unmade();
    expect((await clientele(['backup', join(freshFolder(), 'none.gz'), ...flagsOf(nowhere)])).status).toBe(3);
    expect((await clientele(['verify', ...flagsOf(nowhere)])).status).toBe(3);
    const doctor = await clientele(['doctor', '--json', '--port', '0', ...flagsOf(nowhere)]);
    expect(doctor).toMatchObject({ status: 0 });
    expect(doctor.stdout).toContain('none yet');
    if ('dataDir' in nowhere) expect(existsSync(join(nowhere.dataDir, 'database'))).toBe(false);
  });
});
