// Customers read: the stored projection goes out as it is, with `changedAt` added from its column.

import { textArray } from './binary-array.ts';
import { timeFrom } from './time.ts';
import type { AccountTx } from './database.ts';

/** A customer as JSON text, and what places and names this state of it. */
export interface CustomerText {
  readonly customerId: string;
  readonly version: number;
  readonly changedAt: string;
  readonly json: string;
}

export type CustomerRow = Record<'customer_id' | 'version' | 'changed_at' | 'document', string>;

/** The columns that `customerFrom` reads; an erased customer has no document. */
export const CUSTOMER_COLUMNS = 'customer_id, version, changed_at, document';

export async function findCustomer(tx: AccountTx, customerId: string): Promise<CustomerText | null> {
  const { rows } = await tx.query<CustomerRow>({
    name: 'find_customer',
    sql: `select ${CUSTOMER_COLUMNS} from customer where account_id = $1 and customer_id = $2 and document is not null`,
    params: [tx.accountId, customerId],
  });
  return rows[0] ? customerFrom(rows[0]) : null;
}

/** Those of `customerIds` that there are, by id. */
export async function findCustomersById(tx: AccountTx, customerIds: readonly string[]): Promise<Map<string, CustomerText>> {
  if (customerIds.length === 0) return new Map();
  const { rows } = await tx.query<CustomerRow>({
    name: 'find_customers_by_id',
    sql: `select c.* from unnest($2::text[]::uuid[]) i(customer_id)
cross join lateral (
  select ${CUSTOMER_COLUMNS} from customer where account_id = $1 and customer_id = i.customer_id and document is not null limit 1
) c`,
    params: [tx.accountId, textArray(customerIds)],
  });
  return new Map(rows.map((row) => [row.customer_id, customerFrom(row)]));
}

export function customerFrom(row: CustomerRow): CustomerText {
  const changedAt = timeFrom(row.changed_at);
  return { customerId: row.customer_id, version: Number(row.version), changedAt, json: shownJson(row.document, changedAt) };
}

/** A stored document as it is shown: when it was committed is known to its column alone. */
export function shownJson(document: string, changedAt: string): string {
  return `${document.slice(0, -1)},"changedAt":"${changedAt}"}`;
}
