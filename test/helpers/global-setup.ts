// Gives all test files one PostgreSQL (the one of TEST_DATABASE_URL, else a private one, else the reason why there is none) and a
// place for the templates of their stores.

import { mkdtempSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { findPostgresql, startPostgresql } from './postgresql.ts';
import type { PostgresqlServer } from './postgresql.ts';
import type { PostgresqlForTests } from './databases.ts';

/** No test crashes this server or its machine, and those that do start their own; who waits for the disk holds up a core meanwhile. */
const NOT_SYNCED = { fsync: 'off', full_page_writes: 'off' };

const MISSING = 'tests on PostgreSQL – install postgresql or set TEST_DATABASE_URL';

/** Vitest's global setup; what it returns runs after the last test. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL'];
  const server = given ? undefined : await startWherePossible();
  project.provide('postgresql', reach(given ?? server?.url));
  const folder = mkdtempSync(join(tmpdir(), 'clientele-templates-'));
  const templates = { name: `clientele_template_${randomBytes(6).toString('hex')}`, folder };
  project.provide('templates', templates);
  return async () => {
    rmSync(folder, { recursive: true });
    if (given) await dropDatabase(given, templates.name);
    await server?.stop();
  };
}

async function startWherePossible(): Promise<PostgresqlServer | undefined> {
  return findPostgresql() ? startPostgresql({ settings: NOT_SYNCED }) : undefined;
}

function reach(url: string | undefined): PostgresqlForTests {
  return url ? { url } : { missing: MISSING };
}

async function dropDatabase(url: string, name: string): Promise<void> {
  const client = new Client(url);
  await client.connect();
  await client.query(`drop database if exists ${name}`);
  await client.end();
}
