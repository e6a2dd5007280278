// Makes a checkout ready to run: installs what is missing and finds a Node that can run TypeScript sources.
// Plain JavaScript for Node 20 and without dependencies, because it runs before anything is installed.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

const NODE_MAJOR_MIN = 24;
const BIN_DIR = join(ROOT, 'node_modules', '.bin');

/**
 * Installs the locked packages unless they are there, and gives the path of a Node >= 24: the checkout's own, else the running one.
 * Everything it says goes to stderr. Ends the process with status 1 and one line where either cannot be had.
 */
export function prepare() {
  const locked = readLock('package-lock.json');
  if (!isInstalled(locked, readLock('node_modules/.package-lock.json'))) install();
  linkCommand();
  return (
    nodePath() ??
    stop(`Node ${NODE_MAJOR_MIN} or newer is needed and this is ${process.version}: install it, or run "npm rebuild node" here.`)
  );
}

/**
 * Whether every locked package is installed in the locked version. npm writes the second lock when an install is complete, so an
 * interrupted install counts as none; packages for other platforms are absent by right.
 */
export function isInstalled(locked, installed) {
  if (!locked || !installed) return false;
  return Object.entries(locked).every(([path, wanted]) => path === '' || wanted.optional || installed[path]?.version === wanted.version);
}

function readLock(path) {
  const file = join(ROOT, path);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : undefined;
}

function install() {
  console.error('Installing what is missing (npm ci) …');
  const npmArgs = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status, error } = spawnSync('npm', npmArgs, { cwd: ROOT, env: environmentOutside(), stdio: ['ignore', 2, 2] });
  if (error) stop(`npm could not be started (${error.message}): install npm, then run this again.`);
  if (status !== 0) stop('npm ci failed, for the reason above: mend that, then run this again.');
}

/** `npx clientele` finds the command here; without the link npx installs the checkout into its cache, with warnings, at every call. */
function linkCommand() {
  const link = join(BIN_DIR, 'clientele');
  if (existsSync(BIN_DIR) && !existsSync(link)) symlinkSync('../../bin/clientele.mjs', link);
}

/** The environment without the checkout's own commands: `npm ci` deletes them, the Node it may be running on included. */
function environmentOutside() {
  const path = (process.env.PATH ?? '').split(':').filter((folder) => folder !== BIN_DIR);
  return { ...process.env, PATH: path.join(':') };
}

function nodePath() {
  const own = join(ROOT, 'node_modules', 'node', 'bin', 'node');
  return [own, process.execPath].find((candidate) => majorOf(candidate) >= NODE_MAJOR_MIN);
}

function majorOf(candidate) {
  if (candidate === process.execPath) return Number.parseInt(process.versions.node, 10);
  const { stdout } = spawnSync(candidate, ['--version'], { encoding: 'utf8' });
  return Number.parseInt(stdout?.slice(1) ?? '', 10);
}

function stop(reason) {
  console.error(`clientele: ${reason}`);
  process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) prepare();
