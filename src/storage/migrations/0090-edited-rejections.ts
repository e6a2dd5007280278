// A rejected record mended by hand and not tried again yet: kept beside what was received, which stays as it came.

export const EDITED_REJECTIONS_SQL = `
alter table rejection add column edited_payload bytea;
alter table rejection add column edited_at timestamptz;
`;
