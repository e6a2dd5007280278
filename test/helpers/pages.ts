// What a statement costs, counted in pages, because time depends on the machine.

import type { AccountTx } from '../../src/storage/database.ts';
import type { Statement } from '../../src/storage/engine.ts';

/** `tx`, adding up the pages that its statements touch, each of them run twice. */
export function countingPages(tx: AccountTx): { tx: AccountTx; pages: () => number } {
  let pages = 0;
  const counting = Object.assign(Object.create(tx) as AccountTx, {
    accountId: tx.accountId,
    async query({ sql, params = [] }: Statement) {
      const { rows } = await tx.query({ sql: `explain (analyze, buffers, costs off, timing off) ${sql}`, params });
      const found = /Buffers: shared(?: hit=(\d+))?(?: read=(\d+))?/.exec(rows.map((row) => row['QUERY PLAN']).join('\n'));
      pages += Number(found?.[1] ?? 0) + Number(found?.[2] ?? 0);
      return tx.query({ sql, params });
    },
  });
  return { tx: counting, pages: () => pages };
}
