// Refusals → HTTP: the one table of status codes, and RFC 9457 problem documents for the registry's own API.

import { RegistryError } from '../error.ts';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { RefusalCode, RequestIssue } from '../error.ts';

export const STATUS: Record<RefusalCode, number> = {
  unauthenticated: 401,
  permission_denied: 403,
  not_found: 404,
  method_not_allowed: 405,
  request_invalid: 400,
  body_unreadable: 400,
  body_too_large: 413,
  body_too_slow: 408,
  request_id_reused: 409,
  idempotency_key_reused: 422,
  idempotency_key_in_use: 409,
  changes_gone: 410,
  too_many_readers: 429,
  cursor_invalid: 400,
  query_too_broad: 422,
  identifier_ambiguous: 409,
  username_taken: 409,
  state_unsuitable: 409,
  rejection_closed: 409,
  import_state: 409,
  upload_offset: 409,
  past_too_long: 422,
  not_convertible: 422,
  rate_limited: 429,
  conflict: 503,
  unavailable: 503,
  store_locked: 503,
  store_invalid: 503,
  setting_invalid: 500,
};

/** What an error means for its sender. A bug says nothing but that it happened: its cause is in the log, by request id. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly issues: readonly RequestIssue[];
  readonly details?: Readonly<Record<string, unknown>>;
}

export function refusalOf(error: unknown, request: FastifyRequest): Refusal {
  if (error instanceof RegistryError)
    return { status: STATUS[error.code], code: error.code, message: error.message, issues: error.issues, details: error.details };
  const { statusCode, message } = error as FastifyError;
  if (statusCode !== undefined && statusCode < 500) return { status: statusCode, code: 'request_invalid', message, issues: [] };
  request.log.error({ err: describe(error), requestId: request.id }, 'a request failed by a fault of the registry');
  return { status: 500, code: 'internal', message: 'The registry failed here; the log has the cause under this request id.', issues: [] };
}

/** An error without what it may quote: database errors carry values in their detail, so only names and the stack go to the log. */
function describe(error: unknown): object {
  if (!(error instanceof Error)) return { name: typeof error };
  const { name, stack } = error;
  return { name, code: (error as { code?: unknown }).code, stack: stack?.split('\n').filter((line) => line.startsWith('    at ')) };
}

/** Whoever is told one of these may send the same again a second later. */
const RETRY_SOON: ReadonlySet<number> = new Set([STATUS.unavailable, STATUS.too_many_readers]);

/** Has the answer say when the same request will do. */
export function sayWhen(error: unknown, reply: FastifyReply): void {
  if (!(error instanceof RegistryError)) return;
  const seconds = error.retryAfterSeconds ?? (RETRY_SOON.has(STATUS[error.code]) ? 1 : null);
  if (seconds !== null) void reply.header('retry-after', String(seconds));
}

/** Answers an error as `application/problem+json`. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = refusalOf(error, request);
  sayWhen(error, reply);
  return reply.code(refusal.status).type('application/problem+json').send(problemOf(refusal, request.id));
}

/** The refusal as a problem document (RFC 9457). */
export function problemOf({ status, code, message, issues, details }: Refusal, requestId: string): object {
  return { type: 'about:blank', title: code.replaceAll('_', ' '), status, detail: message, code, requestId, issues, ...details };
}
