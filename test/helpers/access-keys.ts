// Access keys of every condition, straight in an open store.

import { randomUUID } from 'node:crypto';
import { accessKeyHash, accessKeyPrefix } from '../../src/core/access-key.ts';
import { insertAccessKey } from '../../src/storage/access-keys.ts';
import { PERMISSIONS } from '../../src/core/permission.ts';
import type { AccountScope } from '../../src/core/account.ts';
import type { Database } from '../../src/storage/database.ts';

export interface TestKey {
  readonly key: string;
  /** All of the account's, unless given. */
  readonly permissionIds?: readonly string[];
  readonly expiresAt?: string;
  readonly revokedAt?: string;
}

/** Adds keys to an account of an open store. */
export async function insertTestKeys(database: Database, { accountId }: AccountScope, keys: readonly TestKey[]): Promise<void> {
  await database.onPlatform(async (tx) => {
    for (const given of keys) {
      const { key, permissionIds = [PERMISSIONS['account.admin'].id], expiresAt = null, revokedAt = null } = given;
      const keyId = randomUUID();
      const kept = { keyHash: accessKeyHash(key), prefix: accessKeyPrefix(key) };
      await insertAccessKey(tx, { accountId, keyId, name: 'test', permissionIds, createdAt: '2023-01-01T00:00:00Z', ...kept });
      await tx.query({
        sql: 'update access_key set expires_at = $2, revoked_at = $3 where key_id = $1',
        params: [keyId, expiresAt, revokedAt],
      });
    }
  });
}
