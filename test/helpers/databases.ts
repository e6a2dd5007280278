// Fresh PostgreSQL databases for tests; each test file drops its own.

import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { describe, inject, it } from 'vitest';
import { randomBytes } from 'node:crypto';
import { clearAfterFile } from './leftovers.ts';

/** How tests reach PostgreSQL, or why they cannot. */
export type PostgresqlForTests = { readonly url: string } | { readonly missing: string };

declare module 'vitest' {
  interface ProvidedContext {
    postgresql: PostgresqlForTests;
  }
}

/** A suite that runs on PostgreSQL; where there is none, it is one skipped test that says what to install. */
export function describeOnPostgresql(name: string, body: () => void): void {
  const postgresql = inject('postgresql');
  if ('url' in postgresql) describe(name, body);
  else describe(name, () => it('runs on PostgreSQL', (context) => context.skip(postgresql.missing)));
}

/** Creates an empty database, or a copy of one, and gives its URL, as a superuser; it is dropped after the file's tests. Throws without PostgreSQL. */
export async function createDatabase(template = 'template1'): Promise<string> {
  const name = `clientele_test_${randomBytes(6).toString('hex')}`;
  await onServer(`create database ${name} template ${template}`);
  clearAfterFile(() => dropDatabase(name));
  const url = new URL(serverUrl());
  url.pathname = `/${name}`;
  return url.href;
}

function serverUrl(): string {
  const postgresql = inject('postgresql');
  if ('url' in postgresql) return postgresql.url;
  throw new Error(postgresql.missing);
}

/** Runs statements as the server's superuser; gives how many rows the last one found. */
export async function onServer(...statements: string[]): Promise<number> {
  const client = new Client(serverUrl());
  await client.connect();
  try {
    let rows = 0;
    for (const statement of statements) rows = (await client.query(statement)).rowCount ?? 0;
    return rows;
  } finally {
    await client.end();
  }
}

/** Where a server on this database keeps its files: the same in each start, gone with the database. */
export function filesFolderOf(databaseUrl: string): string {
  return join(tmpdir(), new URL(databaseUrl).pathname.slice(1));
}

async function dropDatabase(name: string): Promise<void> {
  rmSync(join(tmpdir(), name), { recursive: true, force: true });
  await onServer(`drop database if exists ${name} with (force)`);
}
