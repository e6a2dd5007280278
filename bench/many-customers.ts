// A million customers at once, straight into the tables as their owner: consistent enough to be found and read, and there in a minute.

import { Client } from 'pg';

/** Half of them students with education and gender, half subscribers with addresses; few in some countries, few deleted. */
const peopleFrom = (from: number, to: number): string => `
create temporary table person as
select i, md5('customer ' || i)::uuid as customer_id, md5('source ' || i)::uuid::text as source_id, i % 2 = 0 as is_student,
  case when i % 50 = 7 then 'deleted' else 'active' end as status,
  date '1940-01-01' + ((i::bigint * 7919) % 25000)::integer as born, (array['MALE', 'FEMALE', 'FEMALE', 'MALE', 'NON_BINARY'])[1 + i / 2 % 5] as gender,
  case when i % 1000 = 3 then 'IS' else (array['GB', 'US', 'CA', 'DE', 'FR', 'ES', 'IT', 'NL', 'SE', 'PL', 'AU', 'NZ'])[1 + i / 3 % 12] end as country,
  md5('institute ' || i / 2 % 120)::uuid::text as institute_id, md5('course ' || i / 2 % 1440)::uuid::text as course_id,
  (array['granted', 'refused', 'not_stated'])[1 + i / 5 % 3] as marketing, (array['granted', 'refused', 'not_stated'])[1 + i / 7 % 3] as sms,
  timestamptz '2020-01-01' + make_interval(secs => (i::bigint * 104729) % 100000000) as created_at,
  timestamptz '2024-01-01' + make_interval(secs => (i::bigint * 15485863) % 30000000) as updated_at,
  timestamptz '2025-01-01' + make_interval(secs => i * 0.001) as changed_at,
  (1 + i::bigint * 31 % 400) || ' ' || (array['Mill', 'Church', 'Station', 'Oak', 'Cedar', 'Harbour'])[1 + i / 11 % 6] || ' Road ' || i / 400 % 97 as line,
  'City ' || i::bigint * 17 % 160 as city, upper(substr(md5('zip ' || i), 1, 6)) as zip
from generate_series(${from}, ${to}) i`;

const ADDRESS = `'{"addressId":"a","line1":"' || line || '","city":"' || city || '","zipCode":"' || zip || '","countryCode":"' || country
  || '","createdAt":"2023-01-01T00:00:00.000000Z","updatedAt":"2023-01-01T00:00:00.000000Z","source":"wasabi","sourceId":"' || source_id || '"}'`;

const CUSTOMERS = `
insert into customer (account_id, customer_id, version, revision, status, birth_date, gender, country, institute_id, course_id, consent_marketing,
  consent_sms, created_at, updated_at, changed_at, document, address_line, address_city, address_zip)
select $1, customer_id, 1, 1, status, case when i % 10 > 0 then born end, case when is_student then gender end, country,
  case when is_student then institute_id end, case when is_student then course_id end, marketing, sms, created_at, updated_at, changed_at,
  '{"id":"' || customer_id || '","status":"' || status || '","birthDate":' || case when i % 10 > 0 then '"' || born || '"' else 'null' end
    || ',"gender":' || case when is_student then '"' || gender || '"' else 'null' end || ',"country":"' || country || '","education":'
    || case when is_student then '{"instituteId":"' || institute_id || '","courseId":"' || course_id || '"}' else '{"instituteId":null,"courseId":null}' end
    || ',"consents":{"marketing":{"state":"' || marketing || '"},"sms":{"state":"' || sms || '"}},"dependents":[],"addresses":['
    || case when is_student then '' else ${ADDRESS} end || '],"externalIdentifiers":[{"source":"' || case when is_student then 'cobi' else 'wasabi' end
    || '","type":"customer_id","id":"' || source_id || '"}],"conflicts":[],"version":1,"createdAt":"2023-01-01T00:00:00.000000Z",'
    || '"updatedAt":"2024-01-01T00:00:00.000000Z"}',
  case when not is_student then lower(line) end, case when not is_student then lower(city) end, case when not is_student then lower(zip) end
from person`;

const RECORDS = `
insert into source_record (account_id, source_id, source, record_type, format, customer_id, revision, version_count, current_no, version_time,
  is_time_stated, content_hash, is_deleted, second_id)
select $1, source_id, case when is_student then 'cobi' else 'wasabi' end, 'customer', case when is_student then 'cobi' else 'wasabi' end, customer_id,
  1, 1, 1, updated_at, true, decode(md5(source_id), 'hex'), status = 'deleted', case when is_student then md5('second ' || i)::uuid::text end
from person`;

const LINKS = `
insert into link (account_id, customer_id, source_id, source, kind, commit_id)
select $1, customer_id, source_id, case when is_student then 'cobi' else 'wasabi' end, 'automatic', $2 from person`;

const PAGE = 100_000;
const COMMIT_ID = '00000000-0000-4000-8000-000000000001';
const TABLES = ['customer', 'source_record', 'link'];

interface Filling {
  /** The number of the first customer. */
  readonly from?: number;
  /** Indexes are built behind the filling: for more than a machine can keep in memory. They are denser then than those that grew. */
  readonly buildsIndexesLast?: boolean;
}

/** Fills the only account of the store at `url` up to `count` customers, and has the planner know of them. */
export async function addManyCustomers(
  url: string,
  count: number,
  { from: first = 0, buildsIndexesLast = false }: Filling = {},
): Promise<void> {
  const owner = new Client(url);
  await owner.connect();
  try {
    const { rows } = await owner.query<{ account_id: string }>('select account_id from account');
    const fill = (): Promise<void> => addPages(owner, rows[0]?.account_id ?? null, { first, count });
    await (buildsIndexesLast ? withoutIndexes(owner, fill) : fill());
    for (const table of TABLES) await owner.query(`vacuum (analyze) ${table}`);
  } finally {
    await owner.end();
  }
}

async function addPages(owner: Client, accountId: string | null, { first, count }: { first: number; count: number }): Promise<void> {
  for (let from = first; from < count; from += PAGE) {
    await owner.query(peopleFrom(from, Math.min(from + PAGE, count) - 1));
    await owner.query(CUSTOMERS, [accountId]);
    await owner.query(RECORDS, [accountId]);
    await owner.query(LINKS, [accountId, COMMIT_ID]);
    await owner.query('drop table person');
  }
}

/**
 * Takes the indexes of the tables away and builds them anew after `fill`. Kept while ten million rows came in, random places in fifteen
 * indexes were read and written until the disk let through 50,000 customers a minute.
 */
async function withoutIndexes(owner: Client, fill: () => Promise<void>): Promise<void> {
  const { rows } = await owner.query<{ leave: string; build: string }>({
    text: `select case when c.oid is null then 'drop index ' || i.indexrelid::regclass
    else format('alter table %s drop constraint %I', i.indrelid::regclass, c.conname) end as leave,
  case when c.oid is null then pg_get_indexdef(i.indexrelid)
    else format('alter table %s add constraint %I %s', i.indrelid::regclass, c.conname, pg_get_constraintdef(c.oid)) end as build
from pg_index i left join pg_constraint c on c.conindid = i.indexrelid and c.conrelid = i.indrelid
where i.indrelid = any ($1::text[]::regclass[]) order by i.indexrelid`,
    values: [TABLES],
  });
  for (const { leave } of rows) await owner.query(leave);
  await fill();
  await owner.query(`set maintenance_work_mem = '1GB'`);
  for (const { build } of rows) await owner.query(build);
}
