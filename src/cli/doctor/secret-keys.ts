// The keys of secrets at rest: there, readable, for this user alone, and the same on every node.

import { stat } from 'node:fs/promises';
import { fail, ok, warn } from './finding.ts';
import { readSecretKeys, secretKeysFile } from '../secret-keys.ts';
import { RegistryError } from '../../error.ts';
import type { Config } from '../../config.ts';
import type { Finding } from './finding.ts';

const OTHERS = 0o077;

export async function checkSecretKeys(config: Config): Promise<Finding> {
  const file = secretKeysFile(config.dataDir);
  const mode = await stat(file).then(
    (found) => found.mode,
    () => null,
  );
  if (config.secretKeys === null && mode === null) return noneYet(config, file);
  try {
    const [first] = await readSecretKeys(config);
    if (config.secretKeys === null && ((mode ?? 0) & OTHERS) !== 0)
      return warn('secret keys', `${file} is open to other users: chmod 600 it.`);
    return ok('secret keys', `secrets are sealed under the key "${first?.id}"`);
  } catch (error) {
    if (error instanceof RegistryError) return fail('secret keys', error.message);
    return fail('secret keys', `${file} cannot be read by this user: change its owner.`);
  }
}

/** A key of one node's own making is of no use to the others. */
function noneYet({ databaseUrl }: Config, file: string): Finding {
  if (databaseUrl === null) return ok('secret keys', `none yet: the first start makes ${file}`);
  return warn(
    'secret keys',
    `the next start makes ${file}: where several nodes share the database, set CLIENTELE_SECRET_KEYS for all of them.`,
  );
}
