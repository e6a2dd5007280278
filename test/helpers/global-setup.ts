// Gives all test files one PostgreSQL: the one of TEST_DATABASE_URL, else a private one, else the reason why there is none.

import type { TestProject } from 'vitest/node';
import { findPostgresql, startPostgresql } from './postgresql.ts';
import type {} from './databases.ts';

const MISSING = 'tests on PostgreSQL – install postgresql or set TEST_DATABASE_URL';

/** Vitest's global setup; what it returns runs after the last test. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | void> {
  const url = process.env['TEST_DATABASE_URL'];
  if (url) return project.provide('postgresql', { url });
  if (!findPostgresql()) return project.provide('postgresql', { missing: MISSING });
  const server = await startPostgresql();
  project.provide('postgresql', { url: server.url });
  return () => server.stop();
}
