// Accounts as tenants: secrets sealed under keys with names, usernames that are never free again, and purges that can be resumed.

import { wallsOf } from './0002-walls.ts';

/**
 * `secret_key` proves that every node has the keys under which the store's secrets are sealed. `platform_secret` holds the registry's
 * own, sealed. `retired_username` keeps keyed hashes: the purged account's username itself is gone.
 */
const TABLES = `
create table secret_key (
  key_id text collate "C" not null,
  proof text not null,
  constraint secret_key_pk primary key (key_id)
);
create table platform_secret (
  name text collate "C" not null,
  sealed text not null,
  constraint platform_secret_pk primary key (name)
);
create table retired_username (
  hash bytea not null,
  constraint retired_username_pk primary key (hash)
);
alter table account add column purge_began_at timestamptz;`;

export const ACCOUNTS_SQL = [TABLES, wallsOf([], ['secret_key', 'platform_secret', 'retired_username'])].join('\n');
