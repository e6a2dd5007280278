// The tables by name: which are a tenant's (row-level security, account first in every key) and which columns can hold personal values.

/** Tables whose rows belong to one account. */
export const TENANT_TABLES = [
  'source_record',
  'version',
  'version_revocation',
  'version_witness',
  'rejection',
  'link',
  'customer',
  'suppression',
  'consent_statement',
  'account_counter',
  'commit',
  'change',
  'webhook_endpoint',
  'delivery',
  'receipt',
  'outcome_day',
  'audit',
  'customer_count',
  'change_day',
  'change_day_position',
  'idempotency',
  'import',
  'import_batch',
  'change_horizon',
] as const;

/** Tables read before the account is known. */
export const PLATFORM_TABLES = [
  'account',
  'login',
  'access_key',
  'signing_key',
  'login_session',
  'login_address',
  'login_attempt',
  'import_lease',
  'secret_key',
  'platform_secret',
  'retired_username',
  'webhook_lane',
] as const;

/**
 * Every column that can hold what a source said of a person. Erasure empties the nullable ones and replaces ids in keys by a
 * keyed hash; all other columns hold ids of our own, names of fields, counts and times.
 */
export const PERSONAL_COLUMNS = {
  source_record: ['source_id', 'second_id', 'opt_ins'],
  version: ['source_id', 'payload'],
  version_revocation: ['source_id'],
  version_witness: ['source_id'],
  link: ['source_id'],
  rejection: ['source_id', 'payload', 'edited_payload', 'issues', 'dismiss_reason'],
  import: ['issues', 'plan'],
  consent_statement: ['channel', 'state'],
  customer_count: ['counts'],
  delivery: ['document', 'attempt_log'],
  customer: [
    'status',
    'birth_date',
    'gender',
    'country',
    'institute_id',
    'course_id',
    'consent_marketing',
    'consent_sms',
    'created_at',
    'updated_at',
    'document',
    'address_line',
    'address_city',
    'address_zip',
  ],
} as const satisfies Partial<Record<(typeof TENANT_TABLES)[number], readonly string[]>>;
