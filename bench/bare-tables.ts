// The least that keeps a Wasabi event and its history: what the limits write to, and the one statement they write with.

/** What COPY fills; the current state by id; every statement taken. */
export const BARE_TABLES = `
create table bare_copy (
  id text collate "C" not null,
  updated_at timestamptz not null,
  document text not null
);
create table bare_record (
  id text collate "C" not null primary key,
  updated_at timestamptz not null,
  document jsonb not null
);
create table bare_version (
  id text collate "C" not null,
  updated_at timestamptz not null,
  document jsonb not null
);`;

/** Takes a JSON array of events as `$1`: inserts or updates each, and adds what was taken to the history. */
export const BARE_UPSERT = `
with event as (
  select body ->> 'customerId' as id, (body ->> 'updatedAt')::timestamptz as updated_at, body
  from jsonb_to_recordset($1::jsonb) as event (body jsonb)
), taken as (
  insert into bare_record (id, updated_at, document)
  select id, updated_at, body from event
  on conflict (id) do update set updated_at = excluded.updated_at, document = excluded.document
  where bare_record.updated_at <= excluded.updated_at
  returning id, updated_at, document
)
insert into bare_version (id, updated_at, document)
select id, updated_at, document from taken`;

/** What a page by time is read along. */
export const BARE_INDEX = 'create index bare_record_updated on bare_record (updated_at, id)';

/** The 50 records last updated by `$1`. */
export const BARE_PAGE =
  'select document::text as document from bare_record where updated_at <= $1 order by updated_at desc, id desc limit 50';

export const BARE_SELECT = 'select document::text as document from bare_record where id = $1';
