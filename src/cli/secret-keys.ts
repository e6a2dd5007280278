// The keys of secrets at rest, as the settings give them; where they give none, one is made in the data directory, for its owner alone.

import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { secretKeysFrom, secretKeyText } from '../core/secret-box.ts';
import type { Config } from '../config.ts';
import type { SecretKey } from '../core/secret-box.ts';

const FILE = 'secret-keys';
const OWNER_ONLY = 0o600;
const FOLDER_OF_OWNER = 0o700;
const KEY_BYTES = 32;

type KeySettings = Pick<Config, 'secretKeys' | 'dataDir'>;

/** Where a generated key is kept. */
export function secretKeysFile(dataDir: string): string {
  return join(dataDir, FILE);
}

/** The keys given, else those of the file, which is made where there is none. */
export async function readSecretKeys({ secretKeys, dataDir }: KeySettings): Promise<SecretKey[]> {
  const text = secretKeys ?? (await readKeyFile(dataDir)) ?? (await makeKeyFile(dataDir));
  return secretKeysFrom(text);
}

async function readKeyFile(dataDir: string): Promise<string | null> {
  try {
    return (await readFile(secretKeysFile(dataDir), 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Written whole and on the disk before it has its name; of two processes that make it at once, both use the first. */
async function makeKeyFile(dataDir: string): Promise<string> {
  const id = `k${randomBytes(4).toString('hex')}`;
  const partial = `${secretKeysFile(dataDir)}.${id}`;
  await mkdir(dataDir, { recursive: true, mode: FOLDER_OF_OWNER });
  const file = await open(partial, 'wx', OWNER_ONLY);
  try {
    await file.writeFile(`${secretKeyText({ id, bytes: randomBytes(KEY_BYTES) })}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await link(partial, secretKeysFile(dataDir)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(partial);
  return (await readKeyFile(dataDir)) as string;
}
