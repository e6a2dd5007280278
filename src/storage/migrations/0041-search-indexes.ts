// The indexes that customers are found by: eight with the primary key, since a new customer pays for each of them.
// One a sort, each carrying the values that few people differ in, so that a filter on them is decided in the index; the starts of the
// latest address; education only where there is any. A postal code is reached through the cities, a course through the institutes.

const CARRIED = 'country, status, consent_marketing, consent_sms, gender';

export const SEARCH_INDEXES_SQL = `
drop index customer_changed;
create index customer_changed on customer (account_id, changed_at, customer_id, ${CARRIED});
create index customer_updated on customer (account_id, updated_at, customer_id, ${CARRIED});
create index customer_created on customer (account_id, created_at, customer_id, ${CARRIED});
create index customer_birth_date on customer (account_id, birth_date, customer_id, ${CARRIED});
create index customer_address_line on customer (account_id, address_line) where address_line is not null;
create index customer_address_place on customer (account_id, address_city, address_zip) where address_city is not null;
create index customer_education on customer (account_id, institute_id, course_id) where institute_id is not null or course_id is not null;
create index source_record_second_id on source_record (account_id, second_id, source) where second_id is not null;
create index link_other_source on link (account_id, source, customer_id) where source not in ('cobi', 'wasabi', 'registry');
`;
