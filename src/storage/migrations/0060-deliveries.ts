// Webhooks: one row a delivery in place of the outbox that nobody read. An id begins with the time and the sequence of its event,
// so that the primary key is the order of sending and of listing, and new rows go to the end of it.

import { wallsOf } from './0002-walls.ts';

/** 48 bits of milliseconds, 12 of microseconds, 28 of the sequence, 32 of chance: a UUID in the layout of version 7. */
const DELIVERY_ID = `
create function delivery_id(at timestamptz, sequence bigint) returns uuid language sql volatile as $$
select (lpad(to_hex(micros / 1000), 12, '0') || '7' || lpad(to_hex(micros % 1000), 3, '0') || '8' || lpad(to_hex(sequence & 268435455), 7, '0')
  || left(gen_random_uuid()::text, 8))::uuid
from (select (extract(epoch from at) * 1000000)::bigint as micros) t
$$;`;

/**
 * `subject_id` is whom an event is about, within which order is kept: a customer, or for events of the account the account itself.
 * `coalesced` counts the queued events of one customer that this one stands for. `due_at` is when a delivery is tried again, or a settled one replayed.
 */
const DELIVERY = `
create table delivery (
  account_id uuid not null,
  delivery_id uuid not null,
  endpoint_id integer not null,
  subject_id uuid not null,
  type text collate "C" not null,
  sequence bigint not null,
  version integer,
  previous_version integer,
  occurred_at timestamptz not null,
  state text collate "C" not null default 'pending',
  attempts integer not null default 0,
  coalesced integer not null default 1,
  due_at timestamptz,
  settled_at timestamptz,
  document text,
  attempt_log json,
  erased_at timestamptz,
  constraint delivery_pk primary key (account_id, delivery_id)
) with (fillfactor = 90);
create index delivery_open on delivery (account_id, endpoint_id, delivery_id) where state in ('pending', 'retrying');
create index delivery_open_subject on delivery (account_id, endpoint_id, subject_id, delivery_id) where state in ('pending', 'retrying');
create index delivery_due on delivery (account_id, endpoint_id, due_at) where due_at is not null;
create index delivery_failed on delivery (account_id, delivery_id) where state = 'failed';
create index delivery_subject on delivery (account_id, subject_id, delivery_id);`;

/** What an endpoint wants to be told, and how it stands. Method and address of endpoint 1 are the account's own. */
const ENDPOINT = `
alter table webhook_endpoint
  drop column settings,
  add column payload text not null default 'full',
  add column format text not null default 'registry',
  add column types text[],
  add column is_coalescing boolean not null default false,
  add column state text not null default 'active',
  add column state_reason text,
  add column state_at timestamptz,
  add column failing_since timestamptz,
  add column secrets json not null default '[]';`;

/**
 * Which endpoints have something to send, and which worker sends it. Of the platform: a worker must see all accounts' lanes, and
 * there is nothing of an account in it but that it has news. `told` counts the commits that wrote deliveries, `seen` those read;
 * a held lane is that of an endpoint that is paused or disabled.
 */
const LANE = `
create table webhook_lane (
  account_id uuid not null,
  endpoint_id integer not null,
  told bigint not null default 0,
  seen bigint not null default 0,
  due_at timestamptz,
  is_held boolean not null default false,
  leased_by uuid,
  leased_until timestamptz,
  constraint webhook_lane_pk primary key (account_id, endpoint_id)
) with (fillfactor = 50);`;

/** What waits in the outbox is kept. */
const MOVE = `
insert into delivery (account_id, delivery_id, endpoint_id, subject_id, type, sequence, version, previous_version, occurred_at, document)
select o.account_id, delivery_id(k.recorded_at, o.sequence), o.endpoint_id, o.customer_id, c.type, o.sequence, c.version, nullif(c.version - 1, 0), k.recorded_at,
  p.document
from outbox o
join change c on c.account_id = o.account_id and c.sequence = o.sequence
join commit k on k.account_id = o.account_id and k.commit_no = o.commit_no
join customer p on p.account_id = o.account_id and p.customer_id = o.customer_id;
insert into webhook_lane (account_id, endpoint_id, told) select distinct account_id, endpoint_id, 1 from outbox;
drop table outbox;`;

export const DELIVERIES_SQL = [DELIVERY_ID, DELIVERY, ENDPOINT, LANE, MOVE, wallsOf(['delivery'], ['webhook_lane'])].join('\n');
