// Webhooks: whom of the subjects something holds up. There is at most one delivery of a subject that is tried again, and mostly none of
// any, so that this index stays small whatever waits.

export const RETRYING_SQL = `create index delivery_retrying on delivery (account_id, endpoint_id, subject_id) where state = 'retrying';`;
