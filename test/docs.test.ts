// The documents list what the code has, and nothing else: codes, settings, commands, checks.

import { describe, expect, it } from 'vitest';
import { buildProgram } from '../src/cli/program.ts';
import { EXIT, EXIT_OF } from '../src/cli/exit.ts';
import { ISSUE_CODES } from '../src/formats/issue.ts';
import { REFUSALS } from '../src/error.ts';
import { REQUEST_ISSUES } from '../src/http/request-issue.ts';
import { STATUS } from '../src/http/problem.ts';
import { undocumented } from './checkout/documented-codes.ts';
import { codeFiles, fileAt } from './checkout/repository.ts';
import type { RefusalCode } from '../src/error.ts';

/** Cells of the tables' rows in `text` that open with a name in code letters, by that name. */
function rowsOf(text: string): Map<string, string[]> {
  const rows = [...text.matchAll(/^\| `([\w-]+)` \| (.*) \|$/gm)];
  return new Map(rows.map(([, name, cells]) => [name as string, (cells as string).split(' | ')]));
}

function documentAt(path: string): string {
  return fileAt(path) ?? '';
}

/** Every name that a pattern finds in the files whose path starts so. */
function namesIn(start: string, pattern: RegExp): string[] {
  const texts = codeFiles().filter(({ path }) => path.startsWith(start));
  return [...new Set(texts.flatMap(({ text }) => [...text.matchAll(pattern)].map(([, name]) => name as string)))].sort();
}

describe('docs/errors.md', () => {
  const document = documentAt('docs/errors.md');
  const rows = rowsOf(document);

  it('lists every code, and no other', () => {
    const codes = [REFUSALS, REQUEST_ISSUES, ISSUE_CODES].flatMap((table) => Object.keys(table));
    expect(undocumented(document, [...new Set(codes)])).toEqual([]);
  });

  it.each(Object.keys(REFUSALS) as RefusalCode[])('says of %s what the tables say', (code) => {
    expect(rows.get(code)?.slice(0, 3)).toEqual([REFUSALS[code], String(STATUS[code]), String(EXIT_OF[code])]);
  });

  it.each(Object.entries(REQUEST_ISSUES))('says of %s what it means', (code, text) => {
    expect(rows.get(code)?.[0]).toBe(text);
  });

  // A code of both kinds stands once, among the refusals.
  it.each(Object.entries(ISSUE_CODES).filter(([code]) => !(code in REFUSALS)))(
    'says of %s how grave it is and what it means',
    (code, { severity, text }) => {
      expect(rows.get(code)?.slice(0, 2)).toEqual([severity, text]);
    },
  );
});

describe('docs/configuration.md', () => {
  it('lists every variable that is read, and no other', () => {
    const read = [...namesIn('src/config.ts', /given\('([A-Z_]+)'\)/g), ...namesIn('src/cli/', /process\.env\['([A-Z_]+)'\]/g)];
    expect([...rowsOf(documentAt('docs/configuration.md')).keys()].sort()).toEqual(read.sort());
  });
});

describe('docs/operations.md', () => {
  const names = [...rowsOf(documentAt('docs/operations.md')).keys()];

  it('lists every command and every check, and no other', () => {
    const commands = buildProgram().commands.map((command) => command.name());
    const checks = [
      ...namesIn('src/storage/verify/bookkeeping.ts', /^ {2}([a-z_]+): `/gm),
      ...namesIn('src/registry/verify/', /(?:check: |#add\()'([a-z_]+)'/g),
    ];
    expect(names.sort()).toEqual([...commands, ...checks].sort());
  });

  it('names every exit code', () => {
    for (const code of Object.values(EXIT)) expect(documentAt('docs/operations.md')).toContain(`${code}`);
  });
});

describe('every command', () => {
  it.each(buildProgram().commands.map((command) => [command.name(), command] as const))('%s says what it does', (_name, command) => {
    expect(command.description()).not.toBe('');
    for (const option of command.options) expect(option.description, option.flags).not.toBe('');
  });
});

describe('docs/security.md', () => {
  it('names tests that there are', () => {
    const named = [...documentAt('docs/security.md').matchAll(/`(test\/[\w/.-]+)`/g)].map(([, path]) => path as string);
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((path) => fileAt(path) === null)).toEqual([]);
  });
});
