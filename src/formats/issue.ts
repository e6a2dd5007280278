// One fault or doubt about one field, and the table of every code. `docs/errors.md` lists the same codes; a test holds both together.

/** Every issue code: how grave it is unless said otherwise, and what it means. */
export const ISSUE_CODES = {
  json_invalid: { severity: 'error', text: 'The text is not JSON.' },
  utf8_invalid: { severity: 'error', text: 'The bytes are not valid UTF-8: send UTF-8.' },
  record_too_large: { severity: 'error', text: 'The record is larger than 1 MiB: send it smaller.' },
  columns_wrong: { severity: 'error', text: 'The row has another number of cells than the header.' },
  quote_misplaced: { severity: 'error', text: 'A quote stands where it may not: quote the whole cell, and double each quote inside it.' },
  format_unknown: { severity: 'error', text: 'The record is of none of the formats that are known here.' },
  nesting_too_deep: { severity: 'error', text: 'The record nests deeper than 32 levels.' },
  member_repeated: { severity: 'error', text: 'The same member is given twice; which one counts is not certain.' },
  member_forbidden: { severity: 'error', text: 'A member of this name cannot be kept.' },
  number_imprecise: {
    severity: 'warning',
    text: 'The number has more digits than a double holds; it is kept as sent, but not computed with.',
  },
  character_forbidden: { severity: 'error', text: 'U+0000 and lone surrogates cannot be kept.' },
  space_no_break: { severity: 'error', text: 'No-break spaces stand between the tokens, where JSON allows only plain ones.' },
  type_wrong: { severity: 'error', text: 'The value has another type than the format says.' },
  null_not_allowed: { severity: 'error', text: 'This format does not allow null here: leave the member out.' },
  required_missing: { severity: 'error', text: 'A required member is missing.' },
  enum_unknown: { severity: 'error', text: 'The value is none of those the format names.' },
  id_empty: { severity: 'error', text: 'An id must not be empty.' },
  id_padded: { severity: 'error', text: 'An id must not begin or end with white space.' },
  id_repeated: { severity: 'error', text: 'The same id stands twice in one list.' },
  string_too_long: { severity: 'error', text: 'The text is too long: at most 1,024 characters, 255 for ids.' },
  uuid_invalid: { severity: 'error', text: 'The value is not a UUID.' },
  uri_invalid: { severity: 'error', text: 'The value is not an absolute http or https URI.' },
  uuid_not_v4: { severity: 'warning', text: 'The UUID is not of version 4, which the format recommends.' },
  date_invalid: { severity: 'error', text: 'The value is not a calendar day, YYYY-MM-DD, of the year 1800 or later.' },
  birth_date_in_future: { severity: 'error', text: 'The birth date lies in the future.' },
  date_time_invalid: { severity: 'error', text: 'The value is not a date-time with an offset (RFC 3339).' },
  time_truncated: { severity: 'warning', text: 'The time has more than six decimals; those beyond microseconds are not used.' },
  leap_second: { severity: 'warning', text: 'The leap second is taken as the last microsecond before it.' },
  timestamp_in_future: {
    severity: 'error',
    text: 'The version time lies more than 24 hours ahead: one bad clock must not freeze a record.',
  },
  created_after_updated: { severity: 'warning', text: 'The record says it was created after it was updated.' },
  country_unknown: { severity: 'error', text: 'The value is not an assigned ISO 3166-1 alpha-2 code in capitals.' },
  country_user_assigned: { severity: 'warning', text: 'XK is a user-assigned code.' },
  event_type_unsupported: { severity: 'error', text: 'Only events of the type CUSTOMER are taken here.' },
  version_unsupported: { severity: 'error', text: 'Only schema version 1 is known.' },
  fix_applied: { severity: 'warning', text: 'The certain fix was applied.' },
  not_convertible: { severity: 'error', text: 'The record has no form in the format asked for.' },
  reference_unresolved: { severity: 'warning', text: 'No record of this id has arrived yet; it resolves by itself when it does.' },
  version_tie: {
    severity: 'warning',
    text: 'Another version states the same time with other content; the greater content hash is current.',
  },
} as const satisfies Record<string, { severity: 'error' | 'warning'; text: string }>;

export type IssueCode = keyof typeof ISSUE_CODES;

/** One fault (`error`: the record is rejected) or doubt (`warning`: it is accepted) about one field. */
export interface Issue {
  readonly code: IssueCode;
  /** RFC 6901 JSON Pointer into the record as its sender wrote it; `''` is the whole record. */
  readonly pointer: string;
  /** What is wrong, why, and what would be right; never the personal value itself. */
  readonly message: string;
  readonly severity: 'error' | 'warning';
  /** The intended JSON value, only where it is certain. */
  readonly suggestion?: unknown;
  /** A certain fix that no value expresses: leave the member out; take the no-break spaces as plain ones. */
  readonly fix?: 'leave_out' | 'plain_spaces';
}
