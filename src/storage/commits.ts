// Commits by their id: how one finds out whether a transaction happened whose answer was lost.

import type { AccountTx } from './database.ts';

export async function hasCommit(tx: AccountTx, commitId: string): Promise<boolean> {
  const { rowCount } = await tx.query({
    sql: 'select 1 from commit where account_id = $1 and commit_id = $2',
    params: [tx.accountId, commitId],
  });
  return rowCount === 1;
}
