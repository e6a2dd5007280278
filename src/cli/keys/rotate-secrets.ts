// `clientele keys rotate-secrets`: every sealed secret anew under the first key given, step by step, over a running server or at the store.

import { askServer, withServerFlags } from '../server.ts';
import { discardUnreadable, rotateSecrets } from '../../registry/rotate-secrets.ts';
import { isAtStore } from '../place.ts';
import { openSecrets } from '../../registry/open-secrets.ts';
import { randomBytes } from 'node:crypto';
import { readConfig } from '../../config.ts';
import { readSecretKeys } from '../secret-keys.ts';
import { secretBoxOf } from '../../core/secret-box.ts';
import { withExistingStore, withStoreFlags } from '../store.ts';
import type { Command } from 'commander';
import type { KeyFlags } from './door.ts';
import type { RotationDeps, RotationStep } from '../../registry/rotate-secrets.ts';

interface RotateFlags extends KeyFlags {
  readonly discardUnreadable?: boolean;
}

type Step = (after: string | null) => Promise<RotationStep>;

export function rotateSecretsCommand(keys: Command): void {
  withServerFlags(withStoreFlags(keys.command('rotate-secrets')))
    .description('seal every secret at rest anew under the first of CLIENTELE_SECRET_KEYS')
    .option('--discard-unreadable', 'at the store: take away secrets whose key is lost for ever')
    .addHelpText(
      'after',
      `
Give all servers the new key first, and the old one behind it: CLIENTELE_SECRET_KEYS=new:…,old:…
With an access key of the operator (CLIENTELE_KEY) a running server is asked. It may be stopped at any point and run again.`,
    )
    .action(run);
}

async function run(flags: RotateFlags): Promise<void> {
  if (flags.discardUnreadable !== true && !isAtStore(flags)) return walk(stepAtServer(flags));
  const keys = await readSecretKeys(readConfig(process.env, flags));
  await withExistingStore(flags, async (database) => {
    if (flags.discardUnreadable === true) await discard({ database, secrets: secretBoxOf(keys, randomBytes) });
    // The store knows the new key before anything is sealed under it: a server without it refuses to start, wherever this is stopped.
    const secrets = await openSecrets({ database }, keys);
    await walk((after) => rotateSecrets({ database, secrets }, after));
  });
}

/** What is left is sealed anew, so that the lost key is not asked for any more. */
async function discard(deps: RotationDeps): Promise<void> {
  process.stderr.write(`${await discardUnreadable(deps)} secrets taken away\n`);
  for (let after: string | null | undefined = null; after !== undefined;) after = (await rotateSecrets(deps, after)).next ?? undefined;
}

function stepAtServer(flags: RotateFlags): Step {
  return async (after) => {
    const body = JSON.stringify(after === null ? {} : { after });
    const request = { method: 'POST', path: '/v1/secrets/rotate', body, contentType: 'application/json' };
    return (await (await askServer(flags, request)).json()) as RotationStep;
  };
}

/** Says after each step how far it is: whoever stops it loses nothing. */
async function walk(step: Step): Promise<void> {
  let [accounts, resealed] = [0, 0];
  for (let after: string | null | undefined = null; after !== undefined;) {
    const done: RotationStep = await step(after);
    accounts += done.accounts;
    resealed += done.resealed;
    process.stderr.write(`${accounts} accounts seen, ${resealed} secrets sealed anew\n`);
    after = done.next ?? undefined;
  }
}
