// The store: reachable, of this version, durable, walled, with a key that opens it.

import { DatabaseError } from '../../storage/engine.ts';
import { fail, ok, warn } from './finding.ts';
import { findHolder, hasEmbeddedStore, lookAtStore } from '../../storage/look.ts';
import { RegistryError } from '../../error.ts';
import { storeSettings } from '../store.ts';
import type { Config } from '../../config.ts';
import type { Finding } from './finding.ts';
import type { StoreLook } from '../../storage/look.ts';

/** The embedded store, which can only be looked into while nobody has it open. */
export async function checkStoreFile(config: Config): Promise<Finding[]> {
  const holder = findHolder(config.dataDir);
  if (holder) return [ok('store', `in use by process ${holder.pid} on ${holder.host} since ${holder.since}`)];
  if (!hasEmbeddedStore(config.dataDir)) return [ok('store', 'none yet: the first start makes it')];
  return checkStore(config);
}

export async function checkStore(config: Config): Promise<Finding[]> {
  const isEmbedded = config.databaseUrl === null;
  let look: StoreLook;
  try {
    look = await lookAtStore(storeSettings(config));
  } catch (error) {
    if (error instanceof RegistryError) return [fail('store', error.message)];
    if (error instanceof DatabaseError)
      return [fail('store', `PostgreSQL cannot be used: ${error.message}. Check DATABASE_URL and that it runs.`)];
    throw error;
  }
  const name = `${isEmbedded ? 'embedded PostgreSQL' : 'PostgreSQL'} ${look.serverVersion}`;
  return [ok('store', name), checkSchema(look), checkDurability(look, isEmbedded), checkWall(look, isEmbedded), ...checkKeys(look)];
}

function checkSchema({ isMade, pending, unknown }: StoreLook): Finding {
  if (unknown.length > 0) return fail('schema', `made by a newer Clientele (${unknown.join(', ')}): run that version.`);
  if (!isMade) return ok('schema', 'none yet: the first start makes it');
  return pending.length === 0
    ? ok('schema', 'up to date')
    : warn('schema', `the next start runs ${pending.join(', ')}: take a backup first.`);
}

function checkDurability({ durability }: StoreLook, isEmbedded: boolean): Finding {
  if (isEmbedded) return ok('durability', 'each commit is on the disk before its answer, unless the server runs with --no-sync');
  const off = Object.entries(durability).filter(([, value]) => value === 'off');
  if (off.length === 0) return ok('durability', 'each commit is on the disk before its answer');
  return warn('durability', `${off.map(([name]) => name).join(', ')} is off: what was acknowledged can be lost; turn it on.`);
}

function checkWall({ hasSecondWall, isMade }: StoreLook, isEmbedded: boolean): Finding {
  if (isEmbedded) return ok('second wall', 'none in the embedded store: accounts are kept apart by the application alone');
  if (hasSecondWall) return ok('second wall', 'row-level security keeps accounts apart');
  if (!isMade) return ok('second wall', 'none yet: the first start makes it');
  return warn('second wall', 'missing: let the user of DATABASE_URL create roles, or create the role clientele_app for it.');
}

function checkKeys({ accounts, liveKeys }: StoreLook): Finding[] {
  if (accounts === 0) return [];
  if (liveKeys > 0) return [ok('keys', `${liveKeys} access keys are live`)];
  return [fail('keys', 'no access key is live, so that nobody can reach the registry: restore a backup.')];
}
