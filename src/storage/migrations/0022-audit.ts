// Who did what in an account: the caller, the operation, from where, and how it ended. Nothing of what was sent or read is in it.

import { wallsOf } from './0002-walls.ts';

/** `times` is more than 1 where requests that bring records are told together; their receipts tell each. */
const TABLE = `
create table audit (
  account_id uuid not null,
  at timestamptz not null,
  audit_id uuid not null,
  operation text collate "C" not null,
  outcome text collate "C" not null,
  actor_kind text collate "C" not null,
  actor_id uuid not null,
  actor_name text not null,
  address text collate "C" not null,
  subject_id uuid,
  request_id text collate "C",
  times integer not null,
  constraint audit_pk primary key (account_id, at, audit_id)
);`;

export const AUDIT_SQL = [TABLE, wallsOf(['audit'])].join('\n');
