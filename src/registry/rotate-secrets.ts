// Every sealed secret, sealed anew under the key that seals now: some accounts a step, each secret by itself, while the registry runs.
// Interrupted at any point, the next run finds what is left: a sealed text names its key.

import { canOpen } from '../core/secret-box.ts';
import { deleteOtherSecretKeys, lockSecretKeys } from '../storage/secret-keys.ts';
import { listScopesAfter, listSealed, replaceSealed } from '../storage/sealed-secrets.ts';
import { listPlatformKeys } from '../storage/platform-keys.ts';
import { lockPlatform } from '../storage/accounts.ts';
import { placeOf } from './account/show-account.ts';
import { placeOfSecrets } from '../core/webhook-secret.ts';
import { renewPlatformKeys, resealPlatformKeys } from './platform-key.ts';
import type { AccountScope } from '../core/account.ts';
import type { Database } from '../storage/database.ts';
import type { SealedSecret } from '../storage/sealed-secrets.ts';
import type { SecretBox } from '../core/secret-box.ts';

const ACCOUNTS_AT_ONCE = 100;

export interface RotationDeps {
  readonly database: Database;
  readonly secrets: SecretBox;
}

/** What one step did. */
export interface RotationStep {
  readonly accounts: number;
  readonly resealed: number;
  /** The account to go on behind; null: all were seen, and keys that nothing is sealed under are forgotten. */
  readonly next: string | null;
}

/** Seals anew what the accounts behind `after` hold. Refuses, as `SecretBox.open` does, where a secret cannot be opened. */
export async function rotateSecrets(deps: RotationDeps, after: string | null): Promise<RotationStep> {
  const scopes = await deps.database.onPlatform((tx) => listScopesAfter(tx, after, ACCOUNTS_AT_ONCE));
  let resealed = 0;
  for (const scope of scopes) resealed += await resealAccount(deps, scope);
  const next = scopes.length === ACCOUNTS_AT_ONCE ? (scopes.at(-1)?.accountId ?? null) : null;
  if (next === null) resealed += await finish(deps);
  return { accounts: scopes.length, resealed, next };
}

async function resealAccount({ database, secrets }: RotationDeps, scope: AccountScope): Promise<number> {
  return database.forAccount(scope, async (tx) => {
    const stale = (await listSealed(tx)).filter(({ sealed }) => !secrets.isFresh(sealed));
    for (const secret of stale) {
      const place = placeIn(scope, secret);
      await replaceSealed(tx, secret, secrets.seal(secrets.open(secret.sealed, place), place));
    }
    return stale.length;
  });
}

function placeIn({ accountId }: AccountScope, { column, endpointId }: SealedSecret): string {
  return column === 'webhook' ? placeOfSecrets(accountId, endpointId) : placeOf(column, accountId);
}

/** The registry's own keys; then the other keys are forgotten, where nothing is sealed under them: a node that seals by one may still run. */
async function finish({ database, secrets }: RotationDeps): Promise<number> {
  const resealed = await database.onPlatform(async (tx) => {
    await lockPlatform(tx);
    return resealPlatformKeys(tx, secrets);
  });
  if (await hasStale({ database, secrets })) return resealed;
  await database.onPlatform(async (tx) => {
    await lockSecretKeys(tx);
    await deleteOtherSecretKeys(tx, secrets.keyId);
  });
  return resealed;
}

async function hasStale({ database, secrets }: RotationDeps): Promise<boolean> {
  const isStale = ({ sealed }: { sealed: string }): boolean => !secrets.isFresh(sealed);
  if ((await database.onPlatform(listPlatformKeys)).some(isStale)) return true;
  for await (const scopes of pagesOfScopes(database)) {
    for (const scope of scopes) if ((await database.forAccount(scope, listSealed)).some(isStale)) return true;
  }
  return false;
}

async function* pagesOfScopes(database: Database): AsyncGenerator<AccountScope[]> {
  for (let after: string | null | undefined = null; after !== undefined;) {
    const from: string | null = after;
    const scopes: AccountScope[] = await database.onPlatform((tx) => listScopesAfter(tx, from, ACCOUNTS_AT_ONCE));
    yield scopes;
    after = scopes.length === ACCOUNTS_AT_ONCE ? scopes.at(-1)?.accountId : undefined;
  }
}

/** Takes away every secret that no key here opens, where its key is lost for ever; gives how many. */
export async function discardUnreadable({ database, secrets }: RotationDeps): Promise<number> {
  let discarded = 0;
  for await (const scopes of pagesOfScopes(database)) {
    for (const scope of scopes) discarded += await discardIn({ database, secrets }, scope);
  }
  await database.onPlatform(async (tx) => {
    await lockPlatform(tx);
    await renewPlatformKeys(tx, secrets);
  });
  return discarded;
}

async function discardIn({ database, secrets }: RotationDeps, scope: AccountScope): Promise<number> {
  return database.forAccount(scope, async (tx) => {
    const lost = (await listSealed(tx)).filter((secret) => !canOpen(secrets, secret.sealed, placeIn(scope, secret)));
    for (const secret of lost) await replaceSealed(tx, secret, null);
    return lost.length;
  });
}
