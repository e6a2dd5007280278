// The first start of a store: the operator's account with its login and access key, made once, told once.

import { randomBytes } from 'node:crypto';
import { accessKeyFrom, accessKeyHash, accessKeyPrefix, isWellFormed } from '../core/access-key.ts';
import { RegistryError } from '../error.ts';
import { hashPassword } from './password.ts';
import { hasAccounts, insertAccount, lockPlatform } from '../storage/accounts.ts';
import { insertAccessKey } from '../storage/access-keys.ts';
import { insertLogin } from '../storage/logins.ts';
import { PERMISSIONS } from '../core/permission.ts';
import type { Deps } from './save-records.ts';

export interface OperatorSettings {
  readonly username: string;
  readonly password: string | null;
  readonly key: string | null;
}

/** The credentials of a new store; they cannot be read again. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly key: string;
}

const NO_KEY =
  'CLIENTELE_OPERATOR_KEY begins as the keys made here do, but is none: it was cut or mistyped. Give it whole, or begin it otherwise.';
const OPERATOR = [PERMISSIONS['account.admin'].id, PERMISSIONS['platform.manage'].id];

/**
 * Makes the operator's account in an empty store and gives its credentials; null where the store has accounts already. Refuses a key that
 * no request could be made with.
 */
export async function startRegistry({ database, clock }: Deps, operator: OperatorSettings): Promise<Credentials | null> {
  const credentials = {
    username: operator.username,
    password: operator.password ?? randomBytes(18).toString('base64url'),
    key: operator.key ?? accessKeyFrom(randomBytes(32)),
  };
  return database.onPlatform(async (tx) => {
    await lockPlatform(tx);
    if (await hasAccounts(tx)) return null;
    if (!isWellFormed(credentials.key)) throw new RegistryError('setting_invalid', NO_KEY);
    const accountId = clock.id();
    const createdAt = clock.now();
    await insertAccount(tx, {
      accountId,
      idKey: randomBytes(32),
      username: credentials.username,
      name: 'Operator',
      permissionIds: OPERATOR,
      createdAt,
    });
    const passwordHash = await hashPassword(credentials.password);
    await insertLogin(tx, { accountId, loginId: clock.id(), username: credentials.username, passwordHash, createdAt });
    const { key } = credentials;
    const kept = { keyHash: accessKeyHash(key), prefix: accessKeyPrefix(key) };
    await insertAccessKey(tx, { accountId, keyId: clock.id(), name: 'operator', permissionIds: OPERATOR, createdAt, ...kept });
    return credentials;
  });
}
