// Undoing an import walks its versions in the order of their records, some at a time: indexes that hold that order.

export const UNDO_SQL = `
drop index version_import;
create index version_import on version (account_id, import_id, source_id) where import_id is not null;
drop index version_revocation_import;
create index version_revocation_import on version_revocation (account_id, import_id, source_id) where restored_commit_no is null;
alter table import add column undo json;
`;
