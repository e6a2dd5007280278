// When an access key was last changed, which VoIPBin's clients are told.

export const KEY_CHANGES_SQL = `
alter table access_key add column updated_at timestamptz;
create index access_key_created on access_key (account_id, created_at) where revoked_at is null;`;
