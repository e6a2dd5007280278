// Access keys of every condition, straight in a store that nobody has open.

import { randomUUID } from 'node:crypto';
import { accessKeyHash, accessKeyPrefix } from '../../src/core/access-key.ts';
import { insertAccessKey } from '../../src/storage/access-keys.ts';
import { openDatabase } from '../../src/storage/database.ts';
import { PERMISSIONS } from '../../src/core/permission.ts';
import type { AccountScope } from '../../src/core/account.ts';
import type { StoreSettings } from '../../src/storage/database.ts';

export interface TestKey {
  readonly key: string;
  /** All of the account's, unless given. */
  readonly permissionIds?: readonly string[];
  readonly expiresAt?: string;
  readonly revokedAt?: string;
}

export async function addKeys(settings: StoreSettings, { accountId }: AccountScope, keys: readonly TestKey[]): Promise<void> {
  const database = await openDatabase(settings);
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
  await database.close();
}
