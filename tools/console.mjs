// Builds the console into static files (`npm run build:console`), and only when its sources are newer than they.

import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { prepare, ROOT } from './prepare.mjs';

const BUILT = join(ROOT, 'console', 'dist');
const SOURCES = ['console', 'src/formats', 'src/client', 'src/story.ts', 'package-lock.json'];
const COMPRESSED = new Set(['.js', '.css', '.svg']);

/** Builds the console with `node` unless what is built is newer than every source; gives whether there is a console. */
export function buildConsole(node) {
  if (isBuilt()) return true;
  console.error('Building the console …');
  // Two builds at once each have a folder of their own; the last to finish is served.
  const folder = `${BUILT}-${process.pid}`;
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
  const args = [vite, 'build', join(ROOT, 'console'), '--outDir', folder, '--logLevel', 'warn'];
  const { status } = spawnSync(node, args, { cwd: ROOT, env: { ...process.env, NODE_ENV: 'production' }, stdio: ['ignore', 2, 2] });
  if (status === 0) putInPlace(folder);
  rmSync(folder, { recursive: true, force: true });
  return status === 0;
}

function isBuilt() {
  const page = statSync(join(BUILT, 'index.html'), { throwIfNoEntry: false });
  return page !== undefined && SOURCES.every((path) => changedAt(join(ROOT, path)) <= page.mtimeMs);
}

/** When a file, or the youngest file of a folder but for what was built, was changed. */
function changedAt(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) return stats?.mtimeMs ?? 0;
  const names = readdirSync(path).filter((name) => !name.startsWith('dist'));
  return Math.max(0, ...names.map((name) => changedAt(join(path, name))));
}

function putInPlace(folder) {
  compress(join(folder, 'assets'));
  rmSync(BUILT, { recursive: true, force: true });
  try {
    renameSync(folder, BUILT);
  } catch (error) {
    // Another build of the same sources was put there at the same moment.
    if (!isBuilt()) throw error;
  }
}

/** Compressed once here, and not for every browser. */
function compress(folder) {
  for (const name of readdirSync(folder).filter((each) => COMPRESSED.has(extname(each)))) {
    const bytes = readFileSync(join(folder, name));
    writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }));
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(bytes));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = buildConsole(prepare()) ? 0 : 1;
