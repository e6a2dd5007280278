// A store made before customers could be found by their address and second ids: its next start fills what they are found by.

import { expect, it } from 'vitest';
import { Client } from 'pg';
import { cobi, manyTexts } from '../helpers/people.ts';
import { COBI, openLine, take, WASABI } from '../helpers/line.ts';
import { onPostgresql } from '../helpers/stores.ts';
import { openDatabase } from '../../src/storage/database.ts';

/** The schema as it was, with what had been kept in it. */
const UNDO = `
alter table customer drop column address_line, drop column address_city, drop column address_zip;
alter table source_record drop column second_id;
drop index customer_changed, customer_updated, customer_created, customer_birth_date, customer_education, link_other_source;
create index customer_changed on customer (account_id, changed_at, customer_id);
delete from migration where name like '004_-search-%';
`;

/** More than one page of the filling. */
const CUSTOMERS = 1_100;

onPostgresql('an older store', (store) => {
  it('is filled with what its customers are found by', async () => {
    const settings = await store.fresh();
    if (!('databaseUrl' in settings)) throw new Error('this suite is for PostgreSQL');
    const line = await openLine(settings);
    const scope = await line.account();
    const texts = manyTexts(WASABI, CUSTOMERS);
    for (const part of [texts.slice(0, 1_000), texts.slice(1_000)]) await take(line, scope, WASABI, part);
    await take(line, scope, COBI, [JSON.stringify(cobi(1)), JSON.stringify(cobi(2))]);
    await line.close();
    const owner = new Client(settings.databaseUrl);
    await owner.connect();
    const columns = async (): Promise<unknown[]> => [
      (await owner.query('select address_line, address_city, address_zip from customer order by customer_id')).rows,
      (await owner.query('select second_id from source_record order by source_id')).rows,
    ];
    const before = await columns();
    await owner.query(UNDO);
    await (await openDatabase(settings)).close();
    expect(await columns()).toEqual(before);
    expect(JSON.stringify(before)).toContain('"address_city":"london"');
    await owner.end();
  });
});
