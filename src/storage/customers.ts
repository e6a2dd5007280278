// Customers read: the stored projection goes out as it is, with `changedAt` added from its column.

import { timeFrom } from './time.ts';
import type { AccountTx } from './database.ts';
import type { Position } from './page.ts';

/** A customer as JSON text, and where it stands in the list. */
export interface CustomerText {
  readonly customerId: string;
  readonly changedAt: string;
  readonly json: string;
}

type Row = Record<'customer_id' | 'changed_at' | 'document', string>;

export async function findCustomer(tx: AccountTx, customerId: string): Promise<CustomerText | null> {
  const { rows } = await tx.query<Row>({
    name: 'find_customer',
    sql: 'select customer_id, changed_at, document from customer where account_id = $1 and customer_id = $2 and document is not null',
    params: [tx.accountId, customerId],
  });
  return rows[0] ? customerFrom(rows[0]) : null;
}

export interface CustomerPage {
  /** Where the page before ended. */
  readonly after: Position | null;
  readonly limit: number;
}

const LIST = 'select customer_id, changed_at, document from customer where account_id = $1 and document is not null';

/** Customers by their last change, latest first. */
export async function listCustomers(tx: AccountTx, { after, limit }: CustomerPage): Promise<CustomerText[]> {
  const order = 'order by changed_at desc, customer_id desc';
  const { rows } = after
    ? await tx.query<Row>({
        name: 'list_customers_after',
        sql: `${LIST} and (changed_at, customer_id) < ($3::timestamptz, $4::uuid) ${order} limit $2`,
        params: [tx.accountId, limit, after.time, after.id],
      })
    : await tx.query<Row>({ name: 'list_customers', sql: `${LIST} ${order} limit $2`, params: [tx.accountId, limit] });
  return rows.map(customerFrom);
}

function customerFrom(row: Row): CustomerText {
  const changedAt = timeFrom(row.changed_at);
  return { customerId: row.customer_id, changedAt, json: `${row.document.slice(0, -1)},"changedAt":"${changedAt}"}` };
}
