// From the ids that sources use to the customers that have them.

import { textArray } from './binary-array.ts';
import type { AccountTx } from './database.ts';

/** An id that a source uses for a person: `{source: 'cobi', id: …}`. */
export interface ExternalName {
  readonly source: string;
  readonly id: string;
}

/** The customer of each name, by the name's place in `names`; names of nobody are left out. */
export async function findNamedCustomers(tx: AccountTx, names: readonly ExternalName[]): Promise<Map<number, string>> {
  if (names.length === 0) return new Map();
  const spelled = names.flatMap(({ source, id }, at) => spellingsOf(id).map((spelling) => ({ at: String(at), source, id: spelling })));
  const { rows } = await tx.query<Record<'at' | 'customer_id', string>>({
    name: 'find_named_customers',
    sql: `select n.at, r.customer_id from (select unnest($2::text[]) as at, unnest($3::text[]) as source, unnest($4::text[]) as id) n
cross join lateral (
  select customer_id from source_record
  where account_id = $1 and source_id = n.id and source = n.source and record_type = 'customer' and customer_id is not null limit 1
) r`,
    params: [
      tx.accountId,
      textArray(spelled.map(({ at }) => at)),
      textArray(spelled.map(({ source }) => source)),
      textArray(spelled.map(({ id }) => id)),
    ],
  });
  return new Map(rows.map(({ at, customer_id }) => [Number(at), customer_id]));
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** An id as it may be kept: formats whose ids are UUIDs keep them in lower case, the others as sent. */
export function spellingsOf(id: string): string[] {
  const lower = UUID.test(id) ? id.toLowerCase() : id;
  return lower === id ? [id] : [id, lower];
}
