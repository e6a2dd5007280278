// Errors as VoIPBin's clients know them: `{"error": {"status", "reason", "message", "request_id"}}`, with the HTTP status that VoIPBin
// has for each `status` (formats.md, "VoIPBin"). Its routes are a scope that takes `answerAsVoipbin`.

import { refusalOf, sayWhen, STATUS } from './problem.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Refusal } from './problem.ts';
import type { RefusalCode } from '../error.ts';

/** VoIPBin's statuses and what they are in HTTP. */
const HTTP_STATUS = {
  INVALID_ARGUMENT: 400,
  FAILED_PRECONDITION: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  RESOURCE_EXHAUSTED: 429,
  INTERNAL: 500,
  UNAVAILABLE: 503,
} as const;

type VoipbinStatus = keyof typeof HTTP_STATUS;

const STATUSES = Object.keys(HTTP_STATUS) as VoipbinStatus[];

/** Where the HTTP status alone does not tell. */
const STATUS_OF_CODE: Partial<Record<RefusalCode, VoipbinStatus>> = {
  state_unsuitable: 'FAILED_PRECONDITION',
  method_not_allowed: 'NOT_FOUND',
};

/** The addresses that VoIPBin's clients know. */
export const VOIPBIN_PREFIX = '/voipbin/';

/** The HTTP status of a refusal on VoIPBin's routes. */
export function voipbinHttpStatus(code: RefusalCode): number {
  return HTTP_STATUS[statusOf(code, STATUS[code])];
}

/** Has every error of a scope's routes answered in VoIPBin's envelope. */
export function answerAsVoipbin(scope: FastifyInstance): void {
  scope.setErrorHandler(sendVoipbinError);
}

/** `reason` is the code of the first fault, in capitals; `message` tells every fault. */
export function sendVoipbinError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = refusalOf(error, request);
  const status = statusOf(refusal.code, refusal.status);
  sayWhen(error, reply);
  const reason = (refusal.issues[0]?.code ?? refusal.code).toUpperCase();
  return reply
    .code(HTTP_STATUS[status])
    .type('application/json; charset=utf-8')
    .send({ error: { status, reason, message: messageOf(refusal), request_id: request.id } });
}

/** What VoIPBin has no status for is an argument that cannot be taken; refusals of the server itself have a status and no code of ours. */
function statusOf(code: string, httpStatus: number): VoipbinStatus {
  const known = STATUS_OF_CODE[code as RefusalCode] ?? STATUSES.find((status) => HTTP_STATUS[status] === httpStatus);
  return known ?? (httpStatus >= HTTP_STATUS.INTERNAL ? 'INTERNAL' : 'INVALID_ARGUMENT');
}

/** One message for all faults: the envelope has no place for a list. */
function messageOf({ message, issues }: Refusal): string {
  const told = issues.slice(0, ISSUES_TOLD_MAX).map((issue) => issue.message);
  return told.length > 1 ? told.join(' ') : message;
}

const ISSUES_TOLD_MAX = 20;
