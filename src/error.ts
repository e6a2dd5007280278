// A refusal: the registry understood what was asked and will not do it. HTTP statuses and exit codes are maps over these codes, elsewhere.

/** Every code a refusal can have, with what it means. `docs/errors.md` lists the same codes; a test holds both together. */
export const REFUSALS = {
  unauthenticated: 'No access key was given, or it is not valid.',
  permission_denied: 'The access key lacks the permission this needs.',
  not_found: 'There is no such thing in this account.',
  method_not_allowed: 'The address takes other methods than this.',
  request_invalid: 'The request itself cannot be read as asked.',
  body_unreadable: 'The body is not what its type says: broken JSON, encoding or compression.',
  body_too_large: 'The body, or one record of it, is over the limit.',
  body_too_slow: 'The body came slower than a body may.',
  request_id_reused: 'A request with this X-Request-Id was already taken in for this account.',
  idempotency_key_reused: 'The Idempotency-Key was used before, for another request.',
  idempotency_key_in_use: 'The same request, under the same Idempotency-Key, is still under way.',
  changes_gone: 'The changes asked for are no longer kept.',
  too_many_readers: 'Too many readers of this account wait for changes already.',
  cursor_invalid: 'The cursor belongs to another list, query or account, or is not one of ours.',
  query_too_broad: 'The query would read too much of the account to be answered in time.',
  identifier_ambiguous: 'Several customers have this identifier.',
  username_taken: 'The username belongs, or once belonged, to another account or login.',
  state_unsuitable: 'The thing is in a state in which this cannot be done.',
  rejection_closed: 'The rejection is closed: retried, superseded or dismissed.',
  import_state: 'The import is in a state in which this cannot be done.',
  upload_offset: 'The part of an upload does not begin where the file ends.',
  past_too_long: 'So much of this customer was undone that one answer cannot go through it.',
  not_convertible: 'The record has no form in the format asked for.',
  rate_limited: 'There were too many requests, records or wrong passwords; the answer says when to go on.',
  conflict: 'Others changed the same records at the same time, again and again; the request is safe to send again.',
  unavailable: 'The store cannot be reached at present; the request is safe to send again.',
  store_locked: 'Another process holds the embedded store.',
  store_invalid: 'The store cannot be used as it is.',
  setting_invalid: 'A setting has a value that cannot be used.',
} as const;

export type RefusalCode = keyof typeof REFUSALS;

/** One fault of a request: where it is, and what would be right; never the value itself, which may be personal. */
export interface RequestIssue {
  readonly code: string;
  /** RFC 6901 JSON Pointer into the body. */
  readonly pointer?: string;
  /** A parameter of the query, the path or the headers. */
  readonly parameter?: string;
  readonly message: string;
}

interface RefusalOptions extends ErrorOptions {
  readonly issues?: readonly RequestIssue[];
  readonly details?: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds?: number;
}

/** A refusal with its code and a message that says what happened, why, and what to do next; never personal data. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';
  readonly code: RefusalCode;
  /** Every fault of the request, where more can be said than the message does. */
  readonly issues: readonly RequestIssue[];
  /** What a program can go on with, by name. */
  readonly details: Readonly<Record<string, unknown>>;

  /** When the same request will do, where that is known. */
  readonly retryAfterSeconds: number | null;

  constructor(code: RefusalCode, message: string, { issues = [], details = {}, retryAfterSeconds, ...options }: RefusalOptions = {}) {
    super(message, options);
    this.code = code;
    this.issues = issues;
    this.details = details;
    this.retryAfterSeconds = retryAfterSeconds ?? null;
  }
}
