// Answers kept by Idempotency-Key. The key itself is not kept: its hash finds the row, and it alone opens the sealed answer, which
// may hold what is shown once only.

import { wallsOf } from './0002-walls.ts';

export const IDEMPOTENCY_SQL = `
create table idempotency (
  account_id uuid not null,
  key_hash bytea not null,
  request_hash bytea not null,
  claim_id uuid not null,
  claimed_until timestamptz not null,
  expires_at timestamptz not null,
  answer bytea,
  constraint idempotency_pk primary key (account_id, key_hash)
);
create index idempotency_expired on idempotency (account_id, expires_at);
${wallsOf(['idempotency'])}
`;
