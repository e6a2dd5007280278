// Imports whose file is gone, or never came whole: no node can go on with them, and none is to wait for another that could.

export const IMPORT_FILES_SQL = `alter table import add column has_file boolean not null default true;`;
