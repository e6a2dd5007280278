// Rejections as an inbox: how each was closed, and which retry it came from.

export const REJECTIONS_SQL = `
alter table rejection add column retry_of uuid;
alter table rejection add column retried_as text;
alter table rejection add column dismiss_reason text;
alter table rejection add column closed_at timestamptz;
create index rejection_received on rejection (account_id, received_at, rejection_id);
`;
