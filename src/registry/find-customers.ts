// Customers found: pages of a list.

import { listCustomers } from '../storage/find-customers.ts';
import type { AccountScope } from '../core/account.ts';
import type { CustomerPage } from '../storage/find-customers.ts';
import type { CustomerText } from '../storage/customers.ts';
import type { Deps } from './save-records.ts';

/** One page of customers, latest change first. */
export function findCustomers({ database }: Deps, scope: AccountScope, page: CustomerPage): Promise<CustomerText[]> {
  return database.forAccount(scope, (tx) => listCustomers(tx, page));
}
