// How far the change feed was cut off: changes up to the horizon are no longer kept. An account without a row has all of its changes.

import { wallsOf } from './0002-walls.ts';

export const CHANGE_HORIZON_SQL = `
create table change_horizon (
  account_id uuid not null,
  sequence bigint not null,
  constraint change_horizon_pk primary key (account_id)
);
${wallsOf(['change_horizon'])}
`;
