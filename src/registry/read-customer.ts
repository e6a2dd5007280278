// Customers read, as JSON text: the stored projection goes out untouched, so that a read costs one statement and no parsing.

import { findCustomer, findCustomersById } from '../storage/customers.ts';
import { findNamedCustomers } from '../storage/identifiers.ts';
import { listLinkedRecords } from '../storage/records.ts';
import { RegistryError } from '../error.ts';
import type { AccountScope } from '../core/account.ts';
import type { AccountTx } from '../storage/database.ts';
import type { CustomerText } from '../storage/customers.ts';
import type { Deps } from './save-records.ts';
import type { ExternalName } from '../storage/identifiers.ts';
import type { LinkedCurrentRecord } from '../storage/records.ts';

export type { CustomerText } from '../storage/customers.ts';
export type { ExternalName } from '../storage/identifiers.ts';
export type { LinkedCurrentRecord } from '../storage/records.ts';

/** By which a reader names a customer: the registry's id, or an id of a source. */
export type CustomerName = { readonly customerId: string } | ExternalName;

/** One customer. Throws `not_found`, alike for a name that never was and one of another account, and `identifier_ambiguous`. */
export async function readCustomer({ database }: Deps, scope: AccountScope, name: CustomerName): Promise<CustomerText> {
  const customer = await database.forAccount(scope, (tx) => findNamed(tx, name));
  if (customer) return customer;
  throw noCustomer();
}

/** The registry's id of the customer that bears the name. Throws `not_found` where a source's id is nobody's. */
export async function findCustomerId({ database }: Deps, scope: AccountScope, name: CustomerName): Promise<string> {
  const [customerId = null] = await database.forAccount(scope, (tx) => idsOf(tx, [name]));
  if (customerId !== null) return customerId;
  throw noCustomer();
}

async function findNamed(tx: AccountTx, name: CustomerName): Promise<CustomerText | null> {
  const [customerId = null] = await idsOf(tx, [name]);
  return customerId === null ? null : findCustomer(tx, customerId);
}

/** The customer of each name, in the order of `names`; null where there is none. */
export async function readCustomers(
  { database }: Deps,
  scope: AccountScope,
  names: readonly CustomerName[],
): Promise<(CustomerText | null)[]> {
  return database.forAccount(scope, async (tx) => {
    const ids = await idsOf(tx, names);
    const customers = await findCustomersById(tx, [...new Set(ids.filter((id) => id !== null))]);
    return ids.map((id) => (id === null ? null : (customers.get(id) ?? null)));
  });
}

/** The registry's id of each name; null where a source's id is nobody's. Throws `identifier_ambiguous`. */
async function idsOf(tx: AccountTx, names: readonly CustomerName[]): Promise<(string | null)[]> {
  const found = await findNamedCustomers(
    tx,
    names.filter((name) => 'source' in name),
  );
  let at = 0;
  return names.map((name) => ('source' in name ? onlyOf(found[at++] ?? []) : name.customerId));
}

function onlyOf([customerId, second]: readonly string[]): string | null {
  if (second === undefined) return customerId ?? null;
  throw new RegistryError('identifier_ambiguous', 'Several customers have this id as a second one: find them by "externalId".');
}

/** What each source says of a customer now. Throws `not_found`. */
export async function readCustomerRecords({ database }: Deps, scope: AccountScope, customerId: string): Promise<LinkedCurrentRecord[]> {
  return database.forAccount(scope, async (tx) => {
    if (await findCustomer(tx, customerId)) return listLinkedRecords(tx, customerId);
    throw noCustomer();
  });
}

function noCustomer(): RegistryError {
  return new RegistryError('not_found', 'There is no customer with this id.');
}
