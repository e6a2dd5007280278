// Who may import whom: the table of ARCHITECTURE.md as data, and the rules that hold each file of src/ and console/ to it.

import { posix } from 'node:path';
import type { RepositoryFile } from './repository.ts';

/** What each folder, and each file at the top of src/, may import of ours besides itself. `cli` is "everything in src". */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  formats: [],
  core: ['formats', 'error'],
  storage: ['core', 'error'],
  registry: ['formats', 'core', 'storage', 'error', 'log', 'clock'],
  ingest: ['formats', 'core', 'registry', 'error', 'log', 'clock'],
  webhooks: ['formats', 'core', 'storage', 'error', 'log', 'clock'],
  http: ['formats', 'core', 'registry', 'ingest', 'config (type)', 'error', 'log'],
  cli: [
    'formats',
    'core',
    'storage',
    'registry',
    'ingest',
    'webhooks',
    'http',
    'client',
    'story',
    'config',
    'error',
    'log',
    'clock',
    'package.json',
  ],
  client: [],
  console: ['formats', 'client', 'story'],
  story: [],
  config: ['error'],
  error: [],
  log: [],
  clock: [],
};

/** Packages that only some folders may use. */
const OWNED_PACKAGES: readonly { readonly pattern: RegExp; readonly folders: readonly string[] }[] = [
  { pattern: /^(pg|pg-.*|kysely.*|@electric-sql\/.*)$/, folders: ['storage'] },
  { pattern: /^(fastify|@fastify\/.*)$/, folders: ['http'] },
  { pattern: /^commander$/, folders: ['cli'] },
  { pattern: /^openapi-fetch$/, folders: ['client'] },
];

interface Import {
  readonly from: string;
  readonly isType: boolean;
}

const STATEMENT = /^\s*(?:import|export)\s+(type\s)?[^'";]*?from\s+'([^']+)'|^\s*import\s+'([^']+)'|\bimport\(\s*'([^']+)'/gm;

/** Each import of `file` that the table forbids, as a sentence. */
export function forbiddenImports(file: RepositoryFile): string[] {
  const folder = folderOf(file.path);
  const allowed = MAY_IMPORT[folder];
  if (!allowed) return [`${file.path}: ${folder} is not in the table of who may import whom`];
  return importsOf(file.text).flatMap((one) => {
    const isAllowed = one.from.startsWith('.') ? mayImportOurs(file.path, one, allowed) : mayImportPackage(folder, one.from);
    return isAllowed ? [] : [`${file.path}: ${folder} may not import ${one.from}`];
  });
}

function importsOf(text: string): Import[] {
  return [...text.matchAll(STATEMENT)].map(([, type, ...paths]) => ({ from: paths.find(Boolean) ?? '', isType: type !== undefined }));
}

function mayImportOurs(path: string, { from, isType }: Import, allowed: readonly string[]): boolean {
  const target = posix.join(posix.dirname(path), from);
  const folder = /^(src|console)\//.test(target) ? folderOf(target) : target;
  return folder === folderOf(path) || allowed.includes(folder) || (isType && allowed.includes(`${folder} (type)`));
}

/** Run in a browser, so they take nothing of Node. */
const IN_BROWSERS: readonly string[] = ['formats', 'client', 'console'];

function mayImportPackage(folder: string, name: string): boolean {
  if (name.startsWith('node:')) return !IN_BROWSERS.includes(folder);
  const owner = OWNED_PACKAGES.find(({ pattern }) => pattern.test(name));
  return !owner || owner.folders.includes(folder);
}

/** `formats` of `src/formats/cobi/parse.ts`, `error` of `src/error.ts`; the console is one. */
function folderOf(path: string): string {
  if (path.startsWith('console/')) return 'console';
  return (path.split('/')[1] ?? '').replace(/\.ts$/, '');
}
