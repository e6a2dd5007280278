// The repository checks itself: the rules of ARCHITECTURE.md that no compiler and no linter holds.

import { describe, expect, it } from 'vitest';
import { REFUSALS } from '../src/error.ts';
import { REQUEST_ISSUES } from '../src/http/request-issue.ts';
import * as issueTable from '../src/formats/issue.ts';
import { undocumented } from './checkout/documented-codes.ts';
import { forbiddenImports } from './checkout/import-rules.ts';
import { lockFaults } from './checkout/lock-rules.ts';
import type { Lock } from './checkout/lock-rules.ts';
import { codeFiles, fileAt, textFiles } from './checkout/repository.ts';
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
} from './checkout/text-rules.ts';

const code = codeFiles();
const sources = code.filter(({ path }) => path.startsWith('src/'));
const consoles = code.filter(({ path }) => path.startsWith('console/') && !path.endsWith('vite.config.ts'));
// The rules and the tests of the rules hold bad examples.
const ruled = code.filter(({ path }) => !path.startsWith('test/checkout/'));

describe('the sources', () => {
  it('import only what the table allows', () => expect([...sources, ...consoles].flatMap(forbiddenImports)).toEqual([]));
  it('read process and the environment only in cli/ and config.ts', () => expect(sources.flatMap(processReads)).toEqual([]));
  it('name HTTP statuses only in http/', () => expect(sources.flatMap(httpStatuses)).toEqual([]));
  it('keep clocks and randomness out of core', () => expect(sources.flatMap(impureCore)).toEqual([]));
});

describe('every file of code', () => {
  it('opens by saying what lives there', () => expect(code.flatMap(badHeader)).toEqual([]));
  it('has at most 400 lines', () => expect(code.flatMap(tooLong)).toEqual([]));
  it('has a name that says something', () => expect(code.flatMap(badNames)).toEqual([]));
  it('sets no hook for whoever loads it first', () => expect(ruled.flatMap(helperHooks)).toEqual([]));
  it('leaves nothing out and nothing for later', () => expect(ruled.flatMap(leftovers)).toEqual([]));
});

describe('the repository', () => {
  it('names no path of one machine', () => expect([...ruled, ...textFiles()].flatMap(machinePaths)).toEqual([]));

  it('locks packages for every platform and for every registry', () => {
    const lock = JSON.parse(fileAt('package-lock.json') ?? '') as Lock;
    expect(lockFaults(lock)).toEqual([]);
  });

  it('documents every code, and no other', () => {
    const document = fileAt('docs/errors.md');
    const codes = [...Object.keys(REFUSALS), ...Object.keys(REQUEST_ISSUES), ...issueCodes()];
    expect(document === null ? [] : undocumented(document, codes)).toEqual([]);
  });
});

function issueCodes(): string[] {
  return Object.keys((issueTable as { ISSUE_CODES?: object }).ISSUE_CODES ?? {});
}
