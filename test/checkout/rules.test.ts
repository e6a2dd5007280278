// The tidiness rules can fail: each is shown a file that breaks it and one that does not.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT, run } from './child.ts';
import { undocumented } from './documented-codes.ts';
import { forbiddenImports } from './import-rules.ts';
import { lockFaults } from './lock-rules.ts';
import {
  badHeader,
  badNames,
  helperHooks,
  httpStatuses,
  impureCore,
  leftovers,
  machinePaths,
  processReads,
  tooLong,
} from './text-rules.ts';

const LINTER = join(ROOT, 'node_modules/oxlint/bin/oxlint');
const file = (path: string, text = '') => ({ path, text });

describe('the import table', () => {
  const problems = (path: string, text: string): number => forbiddenImports(file(path, text)).length;

  it.each([
    ['src/formats/date.ts', `import { readFileSync } from 'node:fs';`],
    ['src/formats/cobi/parse.ts', `import { REFUSALS } from '../../error.ts';`],
    ['src/core/customer.ts', `export type { Row } from '../storage/engine.ts';`],
    ['src/http/app.ts', `import {\n  openDatabase,\n} from '../storage/database.ts';`],
    ['src/http/app.ts', `import { config } from '../config.ts';`],
    ['src/http/app.ts', `const { Pool } = await import('pg');`],
    ['src/registry/read-customer.ts', `import 'fastify';`],
    ['src/elsewhere/thing.ts', ''],
    ['src/cli/main.ts', `import { startPostgresql } from '../../test/helpers/postgresql.ts';`],
  ])('refuses in %s: %s', (path, text) => expect(problems(path, text)).toBe(1));

  it.each([
    ['src/formats/cobi/parse.ts', `import { COUNTRIES } from '../country.ts';`],
    ['src/http/app.ts', `import type { Config } from '../config.ts';`],
    ['src/storage/postgresql/open.ts', `import { Pool } from 'pg';`],
    ['src/cli/main.ts', `import { openDatabase } from '../storage/database.ts';`],
  ])('allows in %s: %s', (path, text) => expect(problems(path, text)).toBe(0));
});

describe('the linter', () => {
  it('refuses files that import each other, types included', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'clientele-circle-'));
    try {
      writeFileSync(join(folder, 'a.ts'), `import type { B } from './b.ts';\nexport interface A {\n  b: B | null;\n}\n`);
      writeFileSync(join(folder, 'b.ts'), `import type { A } from './a.ts';\nexport interface B {\n  a: A | null;\n}\n`);
      const { status, stdout } = await run(process.execPath, [LINTER, '-c', join(ROOT, '.oxlintrc.json'), folder]);
      expect([status, stdout]).toEqual([1, expect.stringContaining('import(no-cycle)')]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the rules over text', () => {
  it('refuse a file of more than 400 lines', () => {
    expect(tooLong(file('src/a.ts', 'line\n'.repeat(401)))).toHaveLength(1);
    expect(tooLong(file('src/a.ts', 'line\n'.repeat(400)))).toEqual([]);
  });

  it('refuse names that are not kebab-case or say nothing', () => {
    expect(badNames(file('src/readCustomer.ts'))).toHaveLength(1);
    expect(badNames(file('src/date-utils.ts'))).toHaveLength(1);
    expect(badNames(file('src/shared/date.ts'))).toHaveLength(1);
    expect(badNames(file('test/helpers/rounds.ts'))).toEqual([]);
    expect(badNames(file('src/storage/migrations/0001-registry.ts'))).toEqual([]);
  });

  it('refuse a file that does not say what lives there, or says too much', () => {
    expect(badHeader(file('src/a.ts', 'export {};\n'))).toHaveLength(1);
    expect(badHeader(file('src/a.ts', `${'// much\n'.repeat(5)}\nexport {};\n`))).toHaveLength(1);
    expect(badHeader(file('bin/a.mjs', '#!/usr/bin/env node\n// The command.\n\nrun();\n'))).toEqual([]);
  });

  it('refuse tests that are left out or run alone, and work left for later', () => {
    expect(leftovers(file('test/a.test.ts', `it.skip('works');\ndescribe.concurrent.only('all');\n// TODO: more\n`))).toHaveLength(3);
    expect(leftovers(file('test/a.test.ts', `context.skip('PostgreSQL is missing');`))).toEqual([]);
  });

  it('refuse paths of one machine', () => {
    expect(machinePaths(file('docs/a.md', 'see /home/someone/notes and "/tmp/x"'))).toHaveLength(2);
    expect(machinePaths(file('docs/a.md', 'see docs/home/page.md and https://example.com/home/page'))).toEqual([]);
  });

  it('refuse process outside of cli/ and config.ts', () => {
    expect(processReads(file('src/http/app.ts', 'const { env } = process;\nif (process.env.PORT) listen();'))).toHaveLength(2);
    expect(processReads(file('src/http/app.ts', '// The end of this process. Nothing else.'))).toEqual([]);
    expect(processReads(file('src/config.ts', 'process.env.PORT'))).toEqual([]);
  });

  it('refuse HTTP statuses outside of http/', () => {
    expect(httpStatuses(file('src/core/a.ts', 'reply.code(404)\nif (status >= 500) retry();'))).toHaveLength(2);
    expect(httpStatuses(file('src/http/problem.ts', 'reply.code(404)'))).toEqual([]);
  });

  it('refuse hooks that a helper of tests sets when it is loaded', () => {
    const text = `const made = [];\nafterAll(() => made.splice(0));\nexport const forEach = () => {\n  afterAll(() => undefined);\n};`;
    expect(helperHooks(file('test/helpers/stores.ts', text))).toEqual([
      'test/helpers/stores.ts:2: hand what is left behind to clearAfterFile',
    ]);
    expect(helperHooks(file('test/http/stores.test.ts', text))).toEqual([]);
  });

  it('refuse clocks and randomness in core', () => {
    expect(impureCore(file('src/core/a.ts', 'const now = Date.now();\nconst id = randomUUID();'))).toHaveLength(2);
    expect(impureCore(file('src/clock.ts', 'Date.now()'))).toEqual([]);
  });
});

describe('the documented codes', () => {
  const document = '| code | |\n|---|---|\n| `not_found` | nothing there |\n| `gone` | no more |\n';

  it('are the codes of the code, in both directions', () => {
    expect(undocumented(document, ['not_found', 'gone'])).toEqual([]);
    expect(undocumented(document, ['not_found', 'conflict'])).toEqual([
      'conflict is not in docs/errors.md',
      'gone is in docs/errors.md and in no table of codes',
    ]);
  });

  it('are listed once', () => {
    expect(undocumented(`${document}| \`gone\` | again |\n`, ['not_found', 'gone'])).toEqual(['gone is in docs/errors.md twice']);
  });
});

describe('the lock', () => {
  const asked = { version: '1.0.0', optionalDependencies: { 'a-linux': '1.0.0' } };

  it('has every optional package, for the platforms that are not this one', () => {
    expect(lockFaults({ packages: { 'node_modules/a': asked } })).toHaveLength(1);
    expect(lockFaults({ packages: { 'node_modules/a': asked, 'node_modules/a-linux': {} } })).toEqual([]);
    expect(lockFaults({ packages: { 'node_modules/a': asked, 'node_modules/a/node_modules/a-linux': {} } })).toEqual([]);
  });

  it('has no address of a registry', () => {
    expect(lockFaults({ packages: { 'node_modules/a': { resolved: 'https://registry.example/a.tgz' } } })).toHaveLength(1);
  });
});
