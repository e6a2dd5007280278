// Customers found: one page of a list.

import { CUSTOMER_COLUMNS, customerFrom } from './customers.ts';
import type { AccountTx } from './database.ts';
import type { CustomerRow, CustomerText } from './customers.ts';
import type { Position } from './page.ts';

export interface CustomerPage {
  /** Where the page before ended. */
  readonly after: Position | null;
  readonly limit: number;
}

const LIST = `select ${CUSTOMER_COLUMNS} from customer where account_id = $1 and document is not null`;

/** Customers by their last change, latest first. */
export async function listCustomers(tx: AccountTx, { after, limit }: CustomerPage): Promise<CustomerText[]> {
  const order = 'order by changed_at desc, customer_id desc';
  const { rows } = after
    ? await tx.query<CustomerRow>({
        name: 'list_customers_after',
        sql: `${LIST} and (changed_at, customer_id) < ($3::timestamptz, $4::uuid) ${order} limit $2`,
        params: [tx.accountId, limit, after.time, after.id],
      })
    : await tx.query<CustomerRow>({ name: 'list_customers', sql: `${LIST} ${order} limit $2`, params: [tx.accountId, limit] });
  return rows.map(customerFrom);
}
