// What logins need: their sessions, the key that signs their tokens, and how often somebody guessed wrong, for all nodes alike.

import { wallsOf } from './0002-walls.ts';

/**
 * A token is found by the hash of a secret in it, so that neither who reads this table nor who learns the signing key can make one.
 * Buckets of guesses are keyed hashes: what was typed as a username may have been a password.
 */
const TABLES = `
create table signing_key (
  key_id uuid not null,
  secret bytea not null,
  created_at timestamptz not null,
  constraint signing_key_pk primary key (key_id)
);
create table login_session (
  account_id uuid not null,
  login_id uuid not null,
  session_id uuid not null,
  secret_hash bytea not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  constraint login_session_pk primary key (account_id, login_id, session_id),
  constraint login_session_secret_unique unique (secret_hash),
  constraint login_session_login_fk foreign key (account_id, login_id) references login on delete cascade
);
create table login_address (
  account_id uuid not null,
  login_id uuid not null,
  address_hash bytea not null,
  last_used_at timestamptz not null,
  constraint login_address_pk primary key (account_id, login_id, address_hash),
  constraint login_address_login_fk foreign key (account_id, login_id) references login on delete cascade
);
create table login_attempt (
  bucket bytea not null,
  failures integer not null,
  failed_at timestamptz not null,
  constraint login_attempt_pk primary key (bucket)
);
create index login_attempt_failed on login_attempt (failed_at);`;

export const SESSIONS_SQL = [TABLES, wallsOf([], ['signing_key', 'login_session', 'login_address', 'login_attempt'])].join('\n');
