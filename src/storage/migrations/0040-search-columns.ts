// What customers are found by, beside what they show: the start of their latest address, and the second id of a record.

import { placeKeys } from '../../core/search-text.ts';
import { textArray } from '../binary-array.ts';
import type { Session } from '../engine.ts';

export const SEARCH_COLUMNS_SQL = `
alter table customer add column address_line text collate "C", add column address_city text collate "C", add column address_zip text collate "C";
alter table source_record add column second_id text collate "C";
update source_record r set second_id = lower(v.payload::json ->> 'user_id')
from version v
where r.format = 'cobi' and r.record_type = 'customer' and v.account_id = r.account_id and v.source_id = r.source_id and v.source = r.source
  and v.record_type = r.record_type and v.version_no = r.current_no and v.payload is not null;
`;

const PAGE_ROWS = 1_000;

type Row = Record<'account_id' | 'customer_id' | 'document', string>;
type Shown = { readonly addresses: Parameters<typeof placeKeys>[0] };

/** The columns of the customers that are there already, by the function that fills them from now on: SQL has other letter cases. */
export async function fillSearchColumns(session: Session): Promise<void> {
  let last: Row | undefined;
  do {
    const { rows } = await session.query<Row>({
      sql: `select account_id, customer_id, document from customer
where document is not null and (account_id, customer_id) > ($1, $2) order by account_id, customer_id limit ${PAGE_ROWS}`,
      params: [last?.account_id ?? NO_ID, last?.customer_id ?? NO_ID],
    });
    if (rows.length > 0) await fillRows(session, rows);
    last = rows.at(-1);
  } while (last);
}

const NO_ID = '00000000-0000-0000-0000-000000000000';

async function fillRows(session: Session, rows: readonly Row[]): Promise<void> {
  const keys = rows.map(({ document }) => placeKeys((JSON.parse(document) as Shown).addresses));
  await session.query({
    sql: `update customer c set address_line = i.line, address_city = i.city, address_zip = i.zip
from (
  select unnest($1::text[])::uuid as account_id, unnest($2::text[])::uuid as customer_id, unnest($3::text[]) as line, unnest($4::text[]) as city,
    unnest($5::text[]) as zip
) i
where i.line is not null and c.account_id = i.account_id and c.customer_id = i.customer_id`,
    params: [
      textArray(rows.map((row) => row.account_id)),
      textArray(rows.map((row) => row.customer_id)),
      textArray(keys.map(({ line }) => line)),
      textArray(keys.map(({ city }) => city)),
      textArray(keys.map(({ zip }) => zip)),
    ],
  });
}
