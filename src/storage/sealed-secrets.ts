// Every place where a secret is kept sealed, so that all of them can be sealed anew under another key while the registry runs: what
// somebody else changed meanwhile is left as it is.

import type { AccountScope } from '../core/account.ts';
import type { AccountTx, Tx } from './database.ts';

/** A sealed secret of one account. */
export interface SealedSecret {
  readonly column: 'line_secret' | 'line_token' | 'webhook';
  /** Only of a webhook's. */
  readonly endpointId: number;
  readonly sealed: string;
}

/** Accounts in the order of their ids, behind `after`. */
export async function listScopesAfter(tx: Tx, after: string | null, limit: number): Promise<AccountScope[]> {
  const { rows } = await tx.query<Record<'account_id' | 'id_key', string>>({
    sql: `select account_id, encode(id_key, 'hex') as id_key from account where $1::uuid is null or account_id > $1 order by account_id limit $2`,
    params: [after, limit],
  });
  return rows.map((row) => ({ accountId: row.account_id, idKey: Buffer.from(row.id_key, 'hex') }));
}

export async function listSealed(tx: AccountTx): Promise<SealedSecret[]> {
  const { rows } = await tx.query<Record<'secret_column' | 'endpoint_id' | 'sealed', string>>({
    sql: `select 'line_secret' as secret_column, 0 as endpoint_id, line_secret as sealed from account where account_id = $1 and line_secret is not null
union all select 'line_token', 0, line_token from account where account_id = $1 and line_token is not null
union all select 'webhook', e.endpoint_id, s ->> 'sealed' from webhook_endpoint e cross join lateral json_array_elements(e.secrets) s where e.account_id = $1`,
    params: [tx.accountId],
  });
  return rows.map((row) => ({
    column: row.secret_column as SealedSecret['column'],
    endpointId: Number(row.endpoint_id),
    sealed: row.sealed,
  }));
}

/** Puts `resealed` in the place of the secret, where it is still the same; null takes it away. */
export async function replaceSealed(tx: AccountTx, { column, endpointId, sealed }: SealedSecret, resealed: string | null): Promise<void> {
  if (column !== 'webhook') {
    const sql = `update account set ${column} = $3 where account_id = $1 and ${column} = $2`;
    await tx.query({ sql, params: [tx.accountId, sealed, resealed] });
    return;
  }
  // A sealed text has no character that JSON would write otherwise.
  const [changed, params] =
    resealed === null
      ? [`(select coalesce(json_agg(s), '[]') from json_array_elements(secrets) s where s ->> 'sealed' <> $3)`, [sealed]]
      : ['replace(secrets::text, $3, $4)::json', [sealed, resealed]];
  const sql = `update webhook_endpoint set secrets = ${changed} where account_id = $1 and endpoint_id = $2`;
  await tx.query({ sql, params: [tx.accountId, endpointId, ...params] });
}
