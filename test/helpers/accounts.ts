// Accounts made for tests, straight in the store.

import { randomUUID } from 'node:crypto';
import { accessKeyHash, accessKeyPrefix } from '../../src/core/access-key.ts';
import { PERMISSIONS } from '../../src/core/permission.ts';
import { insertAccessKey } from '../../src/storage/access-keys.ts';
import { insertAccount } from '../../src/storage/accounts.ts';
import { hashPassword } from '../../src/registry/password.ts';
import { insertLogin } from '../../src/storage/logins.ts';
import { openDatabase } from '../../src/storage/database.ts';
import type { AccountScope } from '../../src/core/account.ts';
import type { Database, StoreSettings } from '../../src/storage/database.ts';

/** As the operator's: each route can be asked. */
const permissionIds = [PERMISSIONS['account.admin'].id, PERMISSIONS['platform.manage'].id];

let created = 0;

/** Adds an account to an open store. Its id key is the same each time, so that equal records make equal customers. */
export async function insertTestAccount(database: Database, key?: string): Promise<AccountScope> {
  const scope = { accountId: randomUUID(), idKey: Buffer.alloc(32, 7) };
  const createdAt = uniqueTime();
  await database.onPlatform(async (tx) => {
    await insertAccount(tx, { ...scope, username: `account-${scope.accountId}`, name: 'Test', permissionIds, createdAt });
    if (key === undefined) return;
    const kept = { keyHash: accessKeyHash(key), prefix: accessKeyPrefix(key) };
    await insertAccessKey(tx, { accountId: scope.accountId, keyId: randomUUID(), name: 'test', permissionIds, createdAt, ...kept });
  });
  return scope;
}

interface TestLogin {
  readonly accountId: string;
  readonly username: string;
  readonly password: string;
  /** How the password is kept; else as it is today. */
  readonly passwordHash?: string;
}

/** Adds logins to accounts of a store that nobody has open. */
export async function addLogins(settings: StoreSettings, logins: readonly TestLogin[]): Promise<void> {
  const database = await openDatabase(settings);
  try {
    for (const login of logins) await insertTestLogin(database, login);
  } finally {
    await database.close();
  }
}

/** Adds a login to an open store. */
export async function insertTestLogin(database: Database, { accountId, username, password, ...kept }: TestLogin): Promise<void> {
  const passwordHash = kept.passwordHash ?? (await hashPassword(password));
  await database.onPlatform((tx) => insertLogin(tx, { accountId, loginId: randomUUID(), username, passwordHash, createdAt: uniqueTime() }));
}

/** Adds one account for each access key to a store that nobody has open. */
export async function addAccounts(settings: StoreSettings, keys: readonly string[]): Promise<AccountScope[]> {
  const database = await openDatabase(settings);
  const scopes: AccountScope[] = [];
  try {
    for (const key of keys) scopes.push(await insertTestAccount(database, key));
  } finally {
    await database.close();
  }
  return scopes;
}

/** Creation times are unique over the platform, and later for what is made later. */
function uniqueTime(): string {
  created += 1;
  return new Date(Date.UTC(2024, 0, 1) + created * 1000).toISOString();
}
