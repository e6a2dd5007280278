// The private PostgreSQL and the databases that tests are given.

import { Client } from 'pg';
import { expect, it } from 'vitest';
import { createDatabase, describeOnPostgresql } from '../helpers/databases.ts';
import { findPostgresql, startPostgresql } from '../helpers/postgresql.ts';

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new Client(url);
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return rows.map((row) => Object.values(row)[0]);
  } finally {
    await client.end();
  }
}

describeOnPostgresql('a database for tests', () => {
  it('is empty and its own each time', async () => {
    const [first, second] = [await createDatabase(), await createDatabase()];
    await ask(first, 'create table kept ()');
    expect(await ask(second, `select relname from pg_class where relnamespace = 'public'::regnamespace`)).toEqual([]);
  });
});

describeOnPostgresql('a private server', () => {
  it('keeps what was committed over a crash, and is durable by its settings', async (context) => {
    if (!findPostgresql()) context.skip('a private PostgreSQL – install postgresql');
    const server = await startPostgresql({ settings: { work_mem: '8MB' } });
    try {
      await ask(server.url, 'create table kept as select 42 as answer');
      await server.crash();
      await server.restart();
      expect(await ask(server.url, 'select answer from kept')).toEqual([42]);
      expect(await ask(server.url, `select setting from pg_settings where name in ('fsync', 'work_mem') order by name`)).toEqual([
        'on',
        '8192',
      ]);
    } finally {
      await server.stop();
    }
    await expect(ask(server.url, 'select 1')).rejects.toThrow();
  });
});
