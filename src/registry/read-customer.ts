// Customers read, as JSON text: the stored projection goes out untouched, so that a read costs one statement and no parsing.

import { findCustomer, listCustomers } from '../storage/customers.ts';
import { RegistryError } from '../error.ts';
import type { AccountScope } from '../core/account.ts';
import type { CustomerPage, CustomerText } from '../storage/customers.ts';
import type { Deps } from './save-records.ts';

/** The customer's JSON. Throws `not_found`, alike for an id that never was and one of another account. */
export async function readCustomer({ database }: Deps, scope: AccountScope, customerId: string): Promise<string> {
  const customer = await database.forAccount(scope, (tx) => findCustomer(tx, customerId));
  if (customer) return customer.json;
  throw new RegistryError('not_found', 'There is no customer with this id.');
}

/** One page of customers, latest change first. */
export function readCustomers({ database }: Deps, scope: AccountScope, page: CustomerPage): Promise<CustomerText[]> {
  return database.forAccount(scope, (tx) => listCustomers(tx, page));
}
