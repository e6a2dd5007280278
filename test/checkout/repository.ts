// The repository's own text files, for the rules that hold it tidy.

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');

const CODE = [
  'src/**/*.ts',
  'console/**/*.{ts,tsx}',
  'test/**/*.ts',
  'bench/**/*.ts',
  'tools/**/*.{ts,mjs}',
  'bin/**/*.mjs',
  'vitest.config.ts',
];
const TEXT = ['*.{md,json}', 'docs/**/*.md', 'bench/**/*.md', '.ci/run'];

/** A file by its path from the repository's root, with forward slashes. */
export interface RepositoryFile {
  readonly path: string;
  readonly text: string;
}

/** Everything we wrote in TypeScript or JavaScript; fixtures are data and not in it. */
export function codeFiles(): RepositoryFile[] {
  return read(CODE);
}

/** The documents and settings beside the code. */
export function textFiles(): RepositoryFile[] {
  return read(TEXT);
}

/** One file's text, or null where there is no such file. */
export function fileAt(path: string): string | null {
  return read([path])[0]?.text ?? null;
}

function read(patterns: readonly string[]): RepositoryFile[] {
  const paths = globSync([...patterns], { cwd: ROOT, exclude: ['test/fixtures/**', 'console/dist*/**', '**/node_modules/**'] }).map(
    (path) => path.replaceAll('\\', '/'),
  );
  return paths.toSorted().map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}
