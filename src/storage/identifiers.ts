// From the ids that sources use to the customers that have them.

import { textArray } from './binary-array.ts';
import type { AccountTx } from './database.ts';

/** An id that a source uses for a person: `{source: 'cobi', id: …}`. */
export interface ExternalName {
  readonly source: string;
  readonly id: string;
}

/**
 * The customers of each name, by the name's place in `names`: of the record that is called so, else of the records that state it as
 * a second id (Cobi's `user_id`), which may be several customers'.
 */
export async function findNamedCustomers(tx: AccountTx, names: readonly ExternalName[]): Promise<string[][]> {
  const found: string[][] = names.map(() => []);
  if (names.length === 0) return found;
  const spelled = names.flatMap(({ source, id }, at) => spellingsOf(id).map((spelling) => ({ at: String(at), source, id: spelling })));
  const { rows } = await tx.query<Named>({
    name: 'find_named_customers',
    sql: `select distinct on (n.at, r.rank, r.customer_id) n.at, r.customer_id, r.rank
from (select unnest($2::text[]) as at, unnest($3::text[]) as source, unnest($4::text[]) as id) n
cross join lateral (
  (select customer_id, 1 as rank from source_record
  where account_id = $1 and source_id = n.id and source = n.source and record_type = 'customer' and customer_id is not null limit 1)
  union all
  (select customer_id, 2 from source_record
  where account_id = $1 and second_id = n.id and source = n.source and record_type = 'customer' and customer_id is not null limit 2)
) r order by n.at, r.rank, r.customer_id`,
    params: [
      tx.accountId,
      textArray(spelled.map(({ at }) => at)),
      textArray(spelled.map(({ source }) => source)),
      textArray(spelled.map(({ id }) => id)),
    ],
  });
  return takeBest(found, rows);
}

type Named = Record<'at' | 'customer_id' | 'rank', string>;

/** Of each name those of the best rank; rows come by rank. */
function takeBest(found: string[][], rows: readonly Named[]): string[][] {
  const best = new Map<string, string>();
  for (const { at, customer_id, rank } of rows) {
    if (!best.has(at)) best.set(at, rank);
    if (best.get(at) === rank) found[Number(at)]?.push(customer_id);
  }
  return found;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** An id as it may be kept: formats whose ids are UUIDs keep them in lower case, the others as sent. */
export function spellingsOf(id: string): string[] {
  const lower = UUID.test(id) ? id.toLowerCase() : id;
  return lower === id ? [id] : [id, lower];
}
