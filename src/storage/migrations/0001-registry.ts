// The first schema: accounts, what sources said, who is who, what changed. Two rules hold everywhere: `account_id` leads every
// key of a tenant's table (so that a distributed PostgreSQL can spread them by it), and text that is a key sorts by bytes.

/** Found before the account is known, so unique over the whole platform. */
const PLATFORM = `
create table account (
  account_id uuid not null,
  username text collate "C" not null,
  username_key text collate "C" not null,
  name text not null default '',
  detail text not null default '',
  webhook_method text not null default 'POST',
  webhook_uri text,
  line_secret text,
  line_token text,
  permission_ids uuid[] not null default '{}',
  extra json,
  id_key bytea not null,
  status text not null default 'active',
  tm_create timestamptz not null,
  tm_update timestamptz,
  tm_delete timestamptz,
  constraint account_pk primary key (account_id),
  constraint account_username_unique unique (username_key),
  constraint account_tm_create_unique unique (tm_create)
);
create table login (
  account_id uuid not null,
  login_id uuid not null,
  username text collate "C" not null,
  username_key text collate "C" not null,
  password_hash text,
  created_at timestamptz not null,
  constraint login_pk primary key (account_id, login_id),
  constraint login_username_unique unique (username_key),
  constraint login_account_fk foreign key (account_id) references account
);
create table access_key (
  account_id uuid not null,
  key_id uuid not null,
  key_hash bytea not null,
  prefix text not null,
  name text not null default '',
  detail text not null default '',
  permission_ids uuid[] not null default '{}',
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  constraint access_key_pk primary key (account_id, key_id),
  constraint access_key_hash_unique unique (key_hash),
  constraint access_key_account_fk foreign key (account_id) references account
);
create table permission (
  permission_id uuid not null,
  name text collate "C" not null,
  detail text not null,
  constraint permission_pk primary key (permission_id),
  constraint permission_name_unique unique (name)
);`;

/** What sources said. A version is never changed but for erasure; a record's row only points at its current version. */
const RECORDS = `
create table source_record (
  account_id uuid not null,
  source_id text collate "C" not null,
  source text collate "C" not null,
  record_type text collate "C" not null,
  format text not null,
  customer_id uuid,
  revision integer not null,
  version_count integer not null,
  current_no integer not null,
  version_time timestamptz not null,
  is_time_stated boolean not null,
  content_hash bytea not null,
  is_deleted boolean not null,
  opt_ins text,
  constraint source_record_pk primary key (account_id, source_id, source, record_type)
) with (fillfactor = 90);
create table version (
  account_id uuid not null,
  source_id text collate "C" not null,
  source text collate "C" not null,
  record_type text collate "C" not null,
  version_no integer not null,
  version_time timestamptz not null,
  is_time_stated boolean not null,
  content_hash bytea not null,
  is_deleted boolean not null,
  payload text,
  commit_id uuid not null,
  import_id uuid,
  erased_at timestamptz,
  constraint version_pk primary key (account_id, source_id, source, record_type, version_no)
);
create index version_import on version (account_id, import_id) where import_id is not null;
create table version_revocation (
  account_id uuid not null,
  source_id text collate "C" not null,
  source text collate "C" not null,
  record_type text collate "C" not null,
  version_no integer not null,
  commit_no bigint not null,
  import_id uuid not null,
  restored_commit_no bigint,
  constraint version_revocation_pk primary key (account_id, source_id, source, record_type, version_no, commit_no)
);
create table version_witness (
  account_id uuid not null,
  source_id text collate "C" not null,
  source text collate "C" not null,
  record_type text collate "C" not null,
  version_no integer not null,
  request_id text collate "C" not null,
  commit_id uuid not null,
  constraint version_witness_pk primary key (account_id, source_id, source, record_type, version_no, request_id)
);
create table rejection (
  account_id uuid not null,
  rejection_id uuid not null,
  request_id text collate "C" not null,
  source text collate "C" not null,
  format text not null,
  record_type text not null,
  source_id text collate "C",
  place json not null,
  payload bytea,
  payload_bytes integer not null,
  issues json,
  state text not null default 'open',
  commit_id uuid not null,
  received_at timestamptz not null,
  import_id uuid,
  erased_at timestamptz,
  constraint rejection_pk primary key (account_id, rejection_id)
);
create index rejection_request on rejection (account_id, request_id);
create index rejection_open on rejection (account_id, source_id, source) where state = 'open';`;

/** Who is who: links decide, the customer is their projection; suppression keeps the erased from coming back. */
const CUSTOMERS = `
create table link (
  account_id uuid not null,
  customer_id uuid not null,
  source_id text collate "C" not null,
  source text collate "C" not null,
  kind text not null,
  commit_id uuid not null,
  revoked_commit_id uuid,
  constraint link_pk primary key (account_id, customer_id, source_id, source, commit_id)
);
create table customer (
  account_id uuid not null,
  customer_id uuid not null,
  version integer not null,
  revision integer not null,
  status text collate "C" not null,
  birth_date date,
  gender text collate "C",
  country text collate "C",
  institute_id text collate "C",
  course_id text collate "C",
  consent_marketing text collate "C",
  consent_sms text collate "C",
  created_at timestamptz,
  updated_at timestamptz,
  changed_at timestamptz not null,
  document text,
  erased_at timestamptz,
  constraint customer_pk primary key (account_id, customer_id)
);
create index customer_changed on customer (account_id, changed_at, customer_id);
create table suppression (
  account_id uuid not null,
  key_id uuid not null,
  hash uuid not null,
  constraint suppression_pk primary key (account_id, hash)
);
create table consent_statement (
  account_id uuid not null,
  customer_id uuid not null,
  statement_id uuid not null,
  channel text not null,
  state text not null,
  stated_at timestamptz not null,
  source text not null,
  commit_id uuid not null,
  constraint consent_statement_pk primary key (account_id, customer_id, statement_id)
);`;

/** What happened, in order: commits and changes are numbered per account without gaps, under the counter row's lock. */
const JOURNAL = `
create table account_counter (
  account_id uuid not null,
  commit_no bigint not null default 0,
  change_sequence bigint not null default 0,
  recorded_at timestamptz not null default '-infinity',
  constraint account_counter_pk primary key (account_id)
) with (fillfactor = 10);
create table commit (
  account_id uuid not null,
  commit_no bigint not null,
  commit_id uuid not null,
  recorded_at timestamptz not null,
  constraint commit_pk primary key (account_id, commit_no),
  constraint commit_id_unique unique (account_id, commit_id)
);
create table change (
  account_id uuid not null,
  sequence bigint not null,
  type text not null,
  customer_id uuid not null,
  version integer not null,
  fields text[] not null,
  commit_no bigint not null,
  constraint change_pk primary key (account_id, sequence)
);
create table webhook_endpoint (
  account_id uuid not null,
  endpoint_id integer not null,
  settings json not null default '{}',
  constraint webhook_endpoint_pk primary key (account_id, endpoint_id)
);
create table outbox (
  account_id uuid not null,
  sequence bigint not null,
  endpoint_id integer not null,
  customer_id uuid not null,
  commit_no bigint not null,
  constraint outbox_pk primary key (account_id, sequence, endpoint_id)
);
create table receipt (
  account_id uuid not null,
  request_id text collate "C" not null,
  source text collate "C" not null,
  format text not null,
  record_type text not null,
  state text not null,
  offered bigint,
  created bigint not null default 0,
  updated bigint not null default 0,
  unchanged bigint not null default 0,
  stale bigint not null default 0,
  rejected bigint not null default 0,
  suppressed bigint not null default 0,
  not_taken bigint not null default 0,
  issues_total bigint not null default 0,
  last_line bigint,
  commit_id uuid,
  began_at timestamptz not null,
  progress_at timestamptz not null,
  is_rolled_up boolean not null default false,
  constraint receipt_pk primary key (account_id, request_id)
);
create index receipt_pending on receipt (account_id, began_at) where not is_rolled_up;
create table outcome_day (
  account_id uuid not null,
  day date not null,
  source text collate "C" not null,
  format text not null,
  record_type text not null,
  offered bigint not null,
  created bigint not null,
  updated bigint not null,
  unchanged bigint not null,
  stale bigint not null,
  rejected bigint not null,
  suppressed bigint not null,
  not_taken bigint not null,
  constraint outcome_day_pk primary key (account_id, day, source, format, record_type)
);`;

/**
 * A writer that finds other rows than it read must not go on: it raises 'CL409', storage says `conflict`, the registry reads
 * again. In SQL, so that a whole transaction can travel in one flight and no lock waits for an answer to be read.
 */
const GUARD = `
create function expect_rows(actual bigint, expected bigint) returns boolean language plpgsql immutable as $$
begin
  if actual is distinct from expected then
    raise exception using errcode = 'CL409', message = 'rows changed since they were read';
  end if;
  return true;
end $$;`;

export const REGISTRY_SQL = [PLATFORM, RECORDS, CUSTOMERS, JOURNAL, GUARD].join('\n');
