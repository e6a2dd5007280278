// Each version keeps the form it came in: a feed may change its form, and a record's earlier versions must stay readable.

export const VERSION_FORMAT_SQL = `
alter table version add column format text;
update version v set format = r.format from source_record r
where r.account_id = v.account_id and r.source_id = v.source_id and r.source = v.source and r.record_type = v.record_type;
alter table version alter column format set not null;
`;
