// What no file of ours may hold or be called: rules over a file's path and text.

import type { RepositoryFile } from './repository.ts';

const LINES_MAX = 400;
const HEADER_LINES_MAX = 4;
const VAGUE_WORDS = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'shared', 'misc', 'manager', 'service', 'services']);
const KEBAB_CASE = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*$/;

/** Where `process` may be read although it is neither `cli/` nor `config.ts`, and why. */
const PROCESS_READERS: Readonly<Record<string, string>> = {
  'src/storage/embedded/': 'the lock of a store names the process that holds it, and the store lives in a worker that ends itself',
};

/** What every test file loads anew, and may therefore set hooks. */
const HOOKS_AT = 'test/helpers/clear-leftovers.ts';

/** Written by a generator and read by compilers. */
const GENERATED = ['src/client/api.ts'];

/** A file of more lines than a reader wants. */
export function tooLong({ path, text }: RepositoryFile): string[] {
  if (GENERATED.includes(path)) return [];
  const count = text.trimEnd().split('\n').length;
  return count > LINES_MAX ? [`${path}: ${count} lines, at most ${LINES_MAX}`] : [];
}

/** Names that are not kebab-case, and in src/ names that say nothing. */
export function badNames({ path }: RepositoryFile): string[] {
  const parts = path.split('/');
  const odd = parts.filter((part) => !KEBAB_CASE.test(part)).map((part) => `${path}: ${part} is not kebab-case`);
  if (parts[0] !== 'src') return odd;
  const vague = parts.flatMap((part) => part.split(/[.-]/)).filter((word) => VAGUE_WORDS.has(word));
  return [...odd, ...vague.map((word) => `${path}: ${word} says nothing about what lives there`)];
}

/** A file that does not open with one to four lines of comment. */
export function badHeader({ path, text }: RepositoryFile): string[] {
  const lines = text.replace(/^#!.*\n/, '').split('\n');
  const end = lines.findIndex((line) => !line.startsWith('// '));
  if (end >= 1 && end <= HEADER_LINES_MAX) return [];
  return [`${path}: opens with ${Math.max(end, 0)} lines that say what lives here, not with 1 to ${HEADER_LINES_MAX}`];
}

/** Tests that are left out or run alone, and work that is left for later. */
export function leftovers({ path, text }: RepositoryFile): string[] {
  const found = [...text.matchAll(/\b(?:it|test|describe|suite)(?:\.\w+)*\.(?:only|skip|todo)\(|\b(?:TODO|FIXME|XXX)\b/g)];
  return found.map(([what]) => `${path}: ${what} is left`);
}

/** Paths of somebody's machine. */
export function machinePaths({ path, text }: RepositoryFile): string[] {
  const found = [...text.matchAll(/(?<![\w.:/-])\/(?:home|Users|root|work|tmp)\/[\w.-]+/g)];
  return found.map(([what]) => `${path}: ${what} is a path of one machine`);
}

/** `process` and the environment outside of `cli/` and `config.ts`; workers' own exits included. */
export function processReads({ path, text }: RepositoryFile): string[] {
  const mayRead = ['src/cli/', 'src/config.ts', ...Object.keys(PROCESS_READERS)].some((start) => path.startsWith(start));
  if (mayRead) return [];
  return lineNumbers(text, /\bprocess\.[a-z]|= process\b|'node:process'/).map(
    (line) => `${path}:${line}: process is read only in cli/ and config.ts`,
  );
}

/** HTTP status codes outside of `http/` and of the client that reads them. */
export function httpStatuses({ path, text }: RepositoryFile): string[] {
  if (path.startsWith('src/http/') || path.startsWith('src/client/')) return [];
  const pattern = /\bstatus(?:Code)?\b\s*(?::|[=!]==|[<>]=?)\s*[1-5]\d\d\b|\.(?:code|status)\([1-5]\d\d\)/;
  return lineNumbers(text, pattern).map((line) => `${path}:${line}: an HTTP status outside of http/`);
}

/** Hooks that a helper sets when it is loaded: a process loads it for the first of many test files, and would run them for that one alone. */
export function helperHooks({ path, text }: RepositoryFile): string[] {
  const isHelper = path.startsWith('test/') && !path.endsWith('.test.ts') && path !== HOOKS_AT;
  if (!isHelper) return [];
  return lineNumbers(text, /^(?:before|after)(?:All|Each)\(/).map((line) => `${path}:${line}: hand what is left behind to clearAfterFile`);
}

/** Clock, randomness and timers in `core`, where time and ids come in from outside. */
export function impureCore({ path, text }: RepositoryFile): string[] {
  if (!path.startsWith('src/core/')) return [];
  const pattern = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\brandom(?:UUID|Bytes|Int)\b|\bperformance\.|\bset(?:Timeout|Interval)\(/;
  return lineNumbers(text, pattern).map((line) => `${path}:${line}: core reads no clock, no randomness and sets no timer`);
}

/** Lines of code, comments left out, that match. */
function lineNumbers(text: string, pattern: RegExp): number[] {
  const lines = text.split('\n').map((line, index) => ({ line: line.replace(/(^|\s)(\/\/|\*|\/\*\*).*$/, ''), number: index + 1 }));
  return lines.filter(({ line }) => pattern.test(line)).map(({ number }) => number);
}
