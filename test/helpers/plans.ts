// How the database means to run a statement, and what it read when it did.

import type { AccountTx, Tx } from '../../src/storage/database.ts';
import type { Statement } from '../../src/storage/engine.ts';

type Explain = 'costs off' | 'analyze, timing off';

/** The plan of a statement, a line a step. */
export async function planOf(tx: Tx, statement: Statement, explain: Explain = 'costs off'): Promise<string> {
  const { name, sql } = statement;
  const { rows } = await tx.query({
    ...statement,
    sql: `explain (${explain}) ${sql}`,
    ...(name !== undefined && { name: `plan ${name}` }),
  });
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

/** `tx`, telling of the plan of each statement, or of those that `isMeant`, before it runs. */
export function explaining(tx: AccountTx, plans: string[], isMeant: (statement: Statement) => boolean = () => true): AccountTx {
  return Object.assign(Object.create(tx) as AccountTx, {
    accountId: tx.accountId,
    async query(statement: Statement) {
      if (isMeant(statement)) plans.push(await planOf(tx, statement));
      return tx.query(statement);
    },
  });
}

/** Runs `use` while statements keep the plan that serves any values, as they do in the end. */
export async function withGenericPlans<T>(tx: Tx, use: () => Promise<T>): Promise<T> {
  await tx.query({ sql: 'set plan_cache_mode = force_generic_plan' });
  try {
    return await use();
  } finally {
    await tx.query({ sql: 'reset plan_cache_mode' });
  }
}

/** Runs a statement that was used in this session before, for other values, and gives its plan with the rows that each step read. */
export function readsOf(tx: Tx, name: string, values: readonly (string | number)[]): Promise<string> {
  const given = values.map((value) => `'${value}'`).join(', ');
  return planOf(tx, { sql: `execute ${name} (${given})` }, 'analyze, timing off');
}

/** How many rows of a table the steps of a plan read, those that they left out included. A newer PostgreSQL writes them as `50.00`. */
export function rowsRead(plan: string, table: string): number {
  const steps = plan.split('\n');
  return steps.reduce((sum, step, at) => {
    const [, rows, loops] = new RegExp(`Scan.* on ${table}\\b.*rows=([\\d.]+) loops=(\\d+)`).exec(step) ?? [];
    if (rows === undefined) return sum;
    const [, removed = 0] = /Rows Removed by Filter: (\d+)/.exec(steps.slice(at + 1, at + 4).join(' ')) ?? [];
    return sum + (Number(rows) + Number(removed)) * Number(loops);
  }, 0);
}
