// The folder of the embedded store: there, writable, private, with room.

import { access, constants, stat, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fail, ok, warn } from './finding.ts';
import type { Finding } from './finding.ts';

const GIBIBYTE = 1024 ** 3;
const FREE_GIBIBYTES = { warn: 2, fail: 0.25 };
const OTHERS = 0o077;

export async function checkDataDir(dataDir: string): Promise<Finding[]> {
  const path = resolve(dataDir);
  const mode = await stat(path).then(
    (found) => found.mode,
    () => null,
  );
  const folder = mode === null ? await existingParent(path) : path;
  if (!(await isWritable(folder)))
    return [fail('data dir', `${folder} cannot be written to by this user: change its owner, or set CLIENTELE_DATA_DIR.`)];
  const where = mode === null ? ok('data dir', `${path} will be made at the first start`) : checkMode(path, mode);
  return [where, await checkSpace(folder)];
}

function checkMode(path: string, mode: number): Finding {
  if ((mode & OTHERS) === 0) return ok('data dir', `${path}, for this user alone`);
  return warn('data dir', `${path} is open to other users of this machine, and holds personal data: chmod 700 it.`);
}

async function checkSpace(folder: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(folder);
  const free = (bavail * bsize) / GIBIBYTE;
  const message = `${free.toFixed(1)} GiB free`;
  if (free < FREE_GIBIBYTES.fail) return fail('disk', `${message}: nothing can be kept; make room.`);
  return free < FREE_GIBIBYTES.warn ? warn('disk', `${message}: a million customers take about 4 GiB; make room.`) : ok('disk', message);
}

async function existingParent(path: string): Promise<string> {
  const parent = dirname(path);
  if (parent === path) return path;
  const isThere = await access(parent).then(
    () => true,
    () => false,
  );
  return isThere ? parent : existingParent(parent);
}

function isWritable(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
}
