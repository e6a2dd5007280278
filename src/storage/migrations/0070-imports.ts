// Imports of files: the jobs, which of their batches are committed, and who runs one. `import_lease` is read before the account is
// known, like a queue: a row stands there for as long as a job has work to do.

import { wallsOf } from './0002-walls.ts';

const TABLES = `
create table import (
  account_id uuid not null,
  import_id uuid not null,
  name text not null,
  source text collate "C" not null,
  format text not null,
  record_type text not null,
  policy text not null,
  is_dry_run boolean not null,
  takes_fixes boolean not null,
  state text not null,
  is_cancel_asked boolean not null default false,
  bytes bigint not null default 0,
  carrier text,
  records bigint,
  mapping json,
  columns json,
  reason text,
  issues json,
  plan json,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  undone_at timestamptz,
  undoable_until timestamptz,
  erased_at timestamptz,
  constraint import_pk primary key (account_id, import_id)
);
create index import_created on import (account_id, created_at, import_id);
create index import_undoable on import (account_id, undoable_until) where undoable_until is not null;
create table import_batch (
  account_id uuid not null,
  import_id uuid not null,
  batch_no integer not null,
  constraint import_batch_pk primary key (account_id, import_id, batch_no)
);
create table import_lease (
  account_id uuid not null,
  import_id uuid not null,
  lease_id uuid,
  leased_until timestamptz not null,
  constraint import_lease_pk primary key (account_id, import_id),
  constraint import_lease_account_fk foreign key (account_id) references account
);
create index import_lease_until on import_lease (leased_until);`;

/** What imports add to the tables of others. */
const COLUMNS = `
create index rejection_import on rejection (account_id, import_id) where import_id is not null;
create index version_revocation_import on version_revocation (account_id, import_id);
alter table change add column reason text;`;

export const IMPORTS_SQL = [TABLES, COLUMNS, wallsOf(['import', 'import_batch'], ['import_lease'])].join('\n');
