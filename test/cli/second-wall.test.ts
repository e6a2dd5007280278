// Where PostgreSQL lets nobody act as the application's role, the registry runs with the first wall alone, and says so.

import { randomBytes } from 'node:crypto';
import { expect, it, onTestFinished } from 'vitest';
import { clientele } from './clientele.ts';
import { createDatabase, describeOnPostgresql, onServer } from '../helpers/databases.ts';
import { startRegistryHere } from '../helpers/registry.ts';

/** An empty database of a user who may create no roles. */
async function plainDatabase(): Promise<string> {
  const url = new URL(await createDatabase());
  const name = url.pathname.slice(1);
  const user = `plain_${randomBytes(6).toString('hex')}`;
  await onServer(`create role ${user} login nocreaterole password 'plain'`, `alter database ${name} owner to ${user}`);
  onTestFinished(async () => {
    await onServer(`drop database ${name} with (force)`, `drop role ${user}`);
  });
  return Object.assign(url, { username: user, password: 'plain' }).href;
}

describeOnPostgresql('without the second wall', () => {
  it('the registry serves, and readiness and the doctor say what is missing', async () => {
    const databaseUrl = await plainDatabase();
    const registry = await startRegistryHere({ databaseUrl, connectionsMax: 4 });
    try {
      const { status, body } = await registry.api.get('/readyz');
      expect([status, body]).toEqual([200, expect.objectContaining({ status: 'ready', secondWall: false })]);
      expect((await registry.api.get('/v1/customers')).status).toBe(200);
      expect((await clientele(['doctor', '--port', '0', '--database-url', databaseUrl])).stdout).toContain(
        'missing: let the user of DATABASE_URL',
      );
    } finally {
      await registry.stop();
    }
  });
});
