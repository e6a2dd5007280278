// The statements that run under the account's lock: the lock itself (which numbers the commit), the customers with their change
// entries, and the deliveries that tell of them. The lock is taken last in a transaction, so that several connections work on one account.

import { column, Rows } from '../rows.ts';
import { DATE, INTEGER, TIME, UUID } from '../binary-values.ts';
import { TEXT } from '../binary-array.ts';
import type { PlaceKeys } from '../../core/search-text.ts';
import type { Statement } from '../engine.ts';

export interface CustomerRow {
  readonly customerId: string;
  /** As read; null: the customer is new. */
  readonly heldRevision: number | null;
  readonly version: number;
  readonly status: string;
  readonly birthDate: string | null;
  readonly gender: string | null;
  readonly country: string | null;
  readonly instituteId: string | null;
  readonly courseId: string | null;
  readonly marketing: string;
  readonly sms: string;
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
  /** By what it is found: the start of its latest address. */
  readonly place: PlaceKeys;
  /** The customer's JSON but for `changedAt`, which only the commit knows. */
  readonly document: string;
  /** Null: its records changed, but nothing that is shown. */
  readonly change: { readonly type: string; readonly fields: string } | null;
}

/** Locks the account and numbers this commit: no two of an account are between here and their end at once. */
export function lockAccount(accountId: string, commitId: string, changes: number): Statement {
  return {
    name: 'lock_account',
    sql: `with counter as (
  update account_counter set commit_no = commit_no + 1, change_sequence = change_sequence + $3,
    recorded_at = greatest(clock_timestamp(), recorded_at + interval '1 microsecond')
  where account_id = $1 returning commit_no, recorded_at
), committed as (
  insert into commit (account_id, commit_no, commit_id, recorded_at) select $1, commit_no, $2, recorded_at from counter returning 1
)
select expect_rows(count(*), 1) from committed`,
    params: [accountId, commitId, changes],
  };
}

const CUSTOMER_COLUMNS = [
  column(UUID, (row: CustomerRow) => row.customerId),
  column(INTEGER, (row: CustomerRow) => (row.heldRevision ?? 0) + 1),
  column(INTEGER, (row: CustomerRow) => row.version),
  column(TEXT, (row: CustomerRow) => row.status),
  column(DATE, (row: CustomerRow) => row.birthDate),
  column(TEXT, (row: CustomerRow) => row.gender),
  column(TEXT, (row: CustomerRow) => row.country),
  column(TEXT, (row: CustomerRow) => row.instituteId),
  column(TEXT, (row: CustomerRow) => row.courseId),
  column(TEXT, (row: CustomerRow) => row.marketing),
  column(TEXT, (row: CustomerRow) => row.sms),
  column(TIME, (row: CustomerRow) => row.createdAt),
  column(TIME, (row: CustomerRow) => row.updatedAt),
  column(TEXT, (row: CustomerRow) => row.document),
  column(TEXT, (row: CustomerRow) => row.place.line),
  column(TEXT, (row: CustomerRow) => row.place.city),
  column(TEXT, (row: CustomerRow) => row.place.zip),
];

const COLUMNS = `customer_id, revision, version, status, birth_date, gender, country, institute_id, course_id, consent_marketing, consent_sms, created_at, updated_at,
  document, address_line, address_city, address_zip`;

const INSERT_CUSTOMERS = `insert into customer (account_id, changed_at, ${COLUMNS})
select $1, (select recorded_at from account_counter where account_id = $1), unnest($2::uuid[]), unnest($3::integer[]),
  unnest($4::integer[]), unnest($5::text[]), unnest($6::date[]), unnest($7::text[]), unnest($8::text[]), unnest($9::text[]), unnest($10::text[]),
  unnest($11::text[]), unnest($12::text[]), unnest($13::timestamptz[]), unnest($14::timestamptz[]), unnest($15::text[]),
  unnest($16::text[]), unnest($17::text[]), unnest($18::text[])`;

export function insertCustomers(accountId: string, rows: Rows<CustomerRow>): Statement {
  return { name: 'insert_customers', sql: INSERT_CUSTOMERS, params: [accountId, ...rows.params()] };
}

/** Replaces projections, unless another writer changed a record of the same customer since it was read. */
export function updateCustomers(accountId: string, rows: Rows<CustomerRow>): Statement {
  return {
    name: 'update_customers',
    sql: `with updated as (
  ${INSERT_CUSTOMERS}
  on conflict (account_id, customer_id) do update set revision = excluded.revision, version = excluded.version, status = excluded.status,
    birth_date = excluded.birth_date, gender = excluded.gender, country = excluded.country, institute_id = excluded.institute_id,
    course_id = excluded.course_id, consent_marketing = excluded.consent_marketing, consent_sms = excluded.consent_sms,
    created_at = excluded.created_at, updated_at = excluded.updated_at, document = excluded.document,
    address_line = excluded.address_line, address_city = excluded.address_city, address_zip = excluded.address_zip,
    changed_at = case when excluded.version = customer.version then customer.changed_at else excluded.changed_at end
  where customer.revision = excluded.revision - 1
  returning 1
)
select expect_rows(count(*), $19::bigint) from updated`,
    params: [accountId, ...rows.params(), rows.count],
  };
}

const CHANGE_COLUMNS = [
  column(TEXT, ({ change }: CustomerRow) => change?.type ?? null),
  column(UUID, (row: CustomerRow) => row.customerId),
  column(INTEGER, (row: CustomerRow) => row.version),
  column(TEXT, ({ change }: CustomerRow) => change?.fields ?? null),
];

/** A commit's customers, written as they come: those that are new, those that are held, and what is told of both. */
export class CustomerRows {
  readonly fresh: Rows<CustomerRow>;
  readonly known: Rows<CustomerRow>;
  readonly changes: Rows<CustomerRow>;

  constructor(countLikely: number) {
    this.fresh = new Rows(CUSTOMER_COLUMNS, countLikely);
    this.known = new Rows(CUSTOMER_COLUMNS, countLikely);
    this.changes = new Rows(CHANGE_COLUMNS, countLikely);
  }

  push(row: CustomerRow): void {
    (row.heldRevision === null ? this.fresh : this.known).push(row);
    if (row.change !== null) this.changes.push(row);
  }
}

/** One change entry a changed customer, numbered without a gap below the counter that the lock raised; `reason` where no record came. */
export function insertChanges(accountId: string, rows: CustomerRows['changes'], reason: 'undone' | null = null): Statement {
  return {
    name: 'insert_changes',
    sql: `insert into change (account_id, commit_no, reason, sequence, type, customer_id, version, fields)
select $1, commit_no, $7::text, change_sequence - $2::integer + generate_series(1, $2::integer), unnest($3::text[]), unnest($4::uuid[]), unnest($5::integer[]),
  unnest($6::text[])::text[]
from account_counter where account_id = $1`,
    params: [accountId, rows.count, ...rows.params(), reason],
  };
}

/**
 * One delivery for each of the commit's changes that the account's endpoint wants, where it has a `webhook_uri` at this moment, with
 * the customer as this commit leaves it; and word to the workers that there is something new.
 * The commit's changes are asked for by a lateral sub-query with a limit: as a join, a plan made without statistics read every change of
 * the account for each commit, 127,100 for 62 commits among 3,400. From where on is worked out before: behind row-level security, newer
 * PostgreSQL (seen in 15.20) looks nothing up in an index by an expression that may fail, such as a difference.
 */
export function insertDeliveries(accountId: string, changes: number): Statement {
  return {
    name: 'insert_deliveries',
    sql: `with written as (
  insert into delivery (account_id, endpoint_id, delivery_id, subject_id, type, sequence, version, previous_version, occurred_at, document)
  select $1, 1, delivery_id(k.recorded_at, c.sequence), c.customer_id, c.type, c.sequence, c.version, nullif(c.version - 1, 0), k.recorded_at,
    case when e.payload = 'thin' then null else p.document end
  from (
    select recorded_at, change_sequence - $2::bigint as after from account_counter where account_id = $1 offset 0
  ) k
  cross join lateral (
    select sequence, type, customer_id, version from change where account_id = $1 and sequence > k.after order by sequence limit $2::bigint
  ) c
  cross join lateral (select document from customer where account_id = $1 and customer_id = c.customer_id limit 1) p
  left join webhook_endpoint e on e.account_id = $1 and e.endpoint_id = 1
  where (select webhook_uri is not null from account where account_id = $1) and (e.types is null or c.type = any (e.types))
  returning 1
)
insert into webhook_lane as l (account_id, endpoint_id, told) select $1, 1, 1 where exists (select from written)
on conflict (account_id, endpoint_id) do update set told = l.told + 1`,
    params: [accountId, changes],
  };
}
