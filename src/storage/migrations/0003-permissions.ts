// Permissions are enforced from here on: accounts and keys made before keep what they could do, which was everything. The fixed
// list lives in the code (core/permission.ts), so its table goes.

import { PERMISSIONS } from '../../core/permission.ts';

const ADMIN = PERMISSIONS['account.admin'].id;
const PLATFORM = PERMISSIONS['platform.manage'].id;

export const PERMISSIONS_SQL = `
update account set permission_ids = '{${ADMIN}}' where permission_ids = '{}';
update account set permission_ids = '{${ADMIN},${PLATFORM}}' where tm_create = (select min(tm_create) from account);
update access_key k set permission_ids = a.permission_ids from account a where a.account_id = k.account_id and k.permission_ids = '{}';
drop table permission;
`;
