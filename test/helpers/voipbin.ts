// VoIPBin's customers in tests: who asks, and what is answered.

import { insertTestAccount } from './accounts.ts';
import { insertTestKeys } from './access-keys.ts';
import { operatorKey, startRegistryHere } from './registry.ts';
import { PERMISSIONS } from '../../src/core/permission.ts';
import type { AccountScope } from '../../src/core/account.ts';
import type { Api } from './api.ts';
import type { Permission } from '../../src/core/permission.ts';
import type { RegistryHere } from './registry.ts';
import type { Database, StoreSettings } from '../../src/storage/database.ts';

export const CUSTOMERS = '/voipbin/v1.0/customers';
export const NOT_YET = '9999-01-01 00:00:00.000000';

export interface Customer {
  id: string;
  username: string;
  name: string;
  detail: string;
  webhook_method: string;
  webhook_uri: string;
  line_secret?: string;
  line_token?: string;
  permission_ids: string[];
  tm_create: string;
  tm_update: string;
  tm_delete: string;
  status: string;
  tm_deletion_scheduled: string;
  [member: string]: unknown;
}

export interface VoipbinError {
  error: { status: string; reason: string; message: string; request_id: string };
}

export interface VoipbinRegistry extends RegistryHere {
  /** The operator, who may do everything. */
  readonly operator: Api;
  /** The operator's account. */
  readonly operatorScope: AccountScope;
  /** An account that is not the operator's, asked by a key that may do everything in it. */
  readonly tenant: Api;
  readonly tenantScope: AccountScope;
  /** The tenant's account, asked by a key with these permissions alone. */
  with(...permissions: Permission[]): Api;
}

/** Keys of the tenant by what they may do. */
const LIMITED: readonly (readonly Permission[])[] = [[], ['account.manage'], ['account.secrets'], ['customers.read'], ['platform.manage']];

/** A registry with an operator and a tenant. */
export async function startVoipbin(settings: StoreSettings): Promise<VoipbinRegistry> {
  const keys = { operator: operatorKey(), tenant: operatorKey() };
  const limited = new Map(LIMITED.map((permissions) => [permissions.join(), operatorKey()]));
  const idsOf = (permissions: readonly Permission[]): string[] => permissions.map((name) => PERMISSIONS[name].id);
  const tenantKeys = [
    { key: keys.tenant },
    ...LIMITED.map((permissions) => ({ key: limited.get(permissions.join()) as string, permissionIds: idsOf(permissions) })),
  ];
  const scopes: AccountScope[] = [];
  const prepare = async (database: Database): Promise<void> => {
    for (const key of [keys.operator, operatorKey()]) scopes.push(await insertTestAccount(database, key));
    await insertTestKeys(database, scopes[1] as AccountScope, tenantKeys);
  };
  const registry = await startRegistryHere(settings, { prepare });
  const [operatorScope, tenantScope] = scopes as [AccountScope, AccountScope];
  const by = (key: string | undefined): Api => registry.api.withKey(key ?? 'none');
  return {
    ...registry,
    operator: by(keys.operator),
    operatorScope,
    tenant: by(keys.tenant),
    tenantScope,
    with: (...permissions) => by(limited.get(permissions.join())),
  };
}
