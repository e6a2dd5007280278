// The commands over a store, each as a process of its own, beside a running server and without one.

import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { clientele, freshFolder } from './clientele.ts';
import { forEachStore } from '../helpers/stores.ts';
import { operatorKey, startChildRegistry, stopAfterTest } from '../helpers/registry.ts';
import type { StoreSettings } from '../../src/storage/database.ts';

function flagsOf(settings: StoreSettings): string[] {
  return 'dataDir' in settings ? ['--data-dir', settings.dataDir] : ['--database-url', settings.databaseUrl];
}

forEachStore('the commands over a store', (store) => {
  it('tell a story to its server, verify, back up, restore and examine', async () => {
    const settings = await store.fresh();
    const key = operatorKey();
    const server = stopAfterTest(await startChildRegistry(settings, key));
    const env = { CLIENTELE_KEY: key, CLIENTELE_URL: server.api.url };

    const demo = await clientele(['demo'], env);
    expect([demo.status, demo.stderr]).toEqual([0, '']);
    for (const told of ['1 created', '1 updated', '1 unchanged', '1 stale', '4 rejected', 'country_unknown'])
      expect(demo.stdout).toContain(told);

    const file = join(freshFolder(), 'registry-backup.gz');
    expect(await clientele(['backup', file, ...flagsOf(settings)], env)).toMatchObject({ status: 0, stdout: '' });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((await clientele(['backup', file, ...flagsOf(settings)], env)).status).toBe(2);

    const whileServing = await clientele(['verify', ...flagsOf(settings)]);
    expect(whileServing.status).toBe(store.kind === 'embedded' ? 3 : 0);
    const doctor = await clientele(['doctor', '--port', '0', ...flagsOf(settings)]);
    expect(doctor.stdout).toContain(
      store.kind === 'embedded' ? `in use by process ${server.child.pid}` : 'row-level security keeps accounts apart',
    );
    expect(doctor.status).toBe(0);
    await server.stop();

    const verified = await clientele(['verify', ...flagsOf(settings)]);
    expect(verified).toMatchObject({
      status: 0,
      stdout: 'verified 1 accounts, 1 customers, 3 source records, 5 versions: no differences\n',
    });

    const other = await store.fresh();
    expect(await clientele(['restore', file, ...flagsOf(other)])).toMatchObject({ status: 0, stdout: '' });
    expect((await clientele(['verify', '--json', ...flagsOf(other)])).stdout).toBe(
      '{"verified":{"accounts":1,"customers":1,"records":3,"versions":5,"differences":0}}\n',
    );
    expect((await clientele(['restore', file, ...flagsOf(other)])).status).toBe(3);
  });

  it('make no store by accident', async () => {
    const settings = await store.fresh();
    expect((await clientele(['backup', join(freshFolder(), 'none.gz'), ...flagsOf(settings)])).status).toBe(3);
    expect((await clientele(['verify', ...flagsOf(settings)])).status).toBe(3);
    const doctor = await clientele(['doctor', '--json', '--port', '0', ...flagsOf(settings)]);
    expect(doctor).toMatchObject({ status: 0 });
    expect(doctor.stdout).toContain('none yet');
    if ('dataDir' in settings) expect(existsSync(join(settings.dataDir, 'database'))).toBe(false);
  });
});
