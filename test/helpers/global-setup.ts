// Gives all test files one PostgreSQL: the one of TEST_DATABASE_URL, else a private one, else the reason why there is none.

import type { TestProject } from 'vitest/node';
import { findPostgresql, startPostgresql } from './postgresql.ts';
import type { PostgresqlServer } from './postgresql.ts';
import type { PostgresqlForTests } from './databases.ts';

const MISSING = 'tests on PostgreSQL – install postgresql or set TEST_DATABASE_URL';

/** Vitest's global setup; what it returns runs after the last test. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL'];
  const server = given ? undefined : await startWherePossible();
  project.provide('postgresql', reach(given ?? server?.url));
  return async () => server?.stop();
}

async function startWherePossible(): Promise<PostgresqlServer | undefined> {
  return findPostgresql() ? startPostgresql() : undefined;
}

function reach(url: string | undefined): PostgresqlForTests {
  return url ? { url } : { missing: MISSING };
}
