// Any number of rows in constant memory: a cursor of the transaction, one page being worked on while the next is on its way.

import type { Result, Row, Statement } from '../engine.ts';
import type { Tx } from '../database.ts';

/** So few because a row can have a payload of a megabyte; more of them were not faster. */
const PAGE_ROWS = 250;

/** The rows of a query page by page. Its name is the cursor's: one of a name may be open at a time. */
export async function* pagesOf<R extends Row>(tx: Tx, { name, sql, params = [] }: Statement & { name: string }): AsyncGenerator<R[]> {
  await tx.query({ sql: `declare ${name} no scroll cursor for ${sql}`, params });
  const fetch = (): Promise<Result<R>> => tx.query<R>({ sql: `fetch ${PAGE_ROWS} from ${name}` });
  let next = fetch();
  try {
    for (let { rows } = await next; rows.length > 0; { rows } = await next) {
      next = fetch();
      yield rows;
    }
  } finally {
    await next.catch(() => undefined);
  }
  await tx.query({ sql: `close ${name}` });
}
