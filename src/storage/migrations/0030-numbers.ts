// Numbers for charts, kept so that they are read at once however many customers there are: what an account's customers were counted as
// last, and its changes summed by day. Both are made by jobs; nothing is counted while records are taken in.

import { wallsOf } from './0002-walls.ts';

export const NUMBERS_SQL = `
create table customer_count (
  account_id uuid not null,
  as_of timestamptz not null,
  change_sequence bigint not null,
  counts json not null,
  constraint customer_count_pk primary key (account_id)
);
create table change_day (
  account_id uuid not null,
  day date not null,
  type text collate "C" not null,
  changes bigint not null,
  constraint change_day_pk primary key (account_id, day, type)
);
create table change_day_position (
  account_id uuid not null,
  sequence bigint not null,
  constraint change_day_position_pk primary key (account_id)
);
${wallsOf(['customer_count', 'change_day', 'change_day_position'])}
`;
