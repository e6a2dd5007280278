// The operator's account: the one that the first start of the store made.

import type { Tx } from './database.ts';

/** Its id; null in a store without accounts. */
export async function findOperatorId(tx: Tx): Promise<string | null> {
  const { rows } = await tx.query<{ account_id: string }>({ sql: 'select account_id from account order by tm_create limit 1' });
  return rows[0]?.account_id ?? null;
}
