// Which requests the audit log tells of: every one that asks for a change, every one that reads many people at once, every login in vain,
// and keys that open nothing any more, each once a minute. Guessing writes no more than its slowing-down lets through, because who is told
// to wait is not told of.

import { findCaller, findDeadKey } from './auth.ts';
import type { AuditNote } from '../registry/audit/keep-audit.ts';
import type { AuditOutcome } from '../core/audit.ts';
import type { Context } from './context.ts';
import type { LoginWithPassword } from '../registry/login/prove-login.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether each read gives many people, as an export does. */
    readonly isBulk?: boolean;
  }
}

/** A list of more people than this is read in bulk. */
const BULK_FROM = 100;
const FAULTS_FROM = 500;
const TOLD_TO_WAIT = 429;
const REFUSALS_FROM = 400;
const READS: ReadonlySet<string> = new Set(['GET', 'HEAD']);
/** Requests that bring records have a receipt each, and are told together. */
const TOLD_TOGETHER: ReadonlySet<string> = new Set(['takeCobiRecords', 'takeWasabiEvents', 'takeRecords', 'putCustomerRecord']);
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Logins that nobody entered by: their accounts are told that somebody tried. */
const REFUSED = new WeakMap<FastifyRequest, LoginWithPassword>();

/** Notes whose login was tried in vain. Of a deleted account nobody is left to be told, and nothing must come behind its purge. */
export function rememberRefused(request: FastifyRequest, login: LoginWithPassword): void {
  if (login.status !== 'deleted') REFUSED.set(request, login);
}

/** Has the audit log told of every answer that it is to have. Runs behind the answer. */
export function keepAudit(app: FastifyInstance, { audit }: Context): void {
  app.addHook('onResponse', async (request, reply) => {
    const who = whoAsked(request);
    const operation = request.routeOptions.schema?.operationId;
    if (!who || operation === undefined || !isAudited(request, reply)) return;
    const requestId = TOLD_TOGETHER.has(operation) ? null : request.id;
    const outcome = outcomeOf(reply.statusCode);
    audit.note({ ...who, operation, outcome, address: request.ip, subjectId: subjectOf(request), requestId });
  });
}

function whoAsked(request: FastifyRequest): Pick<AuditNote, 'scope' | 'actor'> | null {
  const caller = findCaller(request);
  const refused = REFUSED.get(request);
  const dead = findDeadKey(request);
  if (dead) return { scope: dead, actor: { kind: 'key', id: dead.keyId, name: dead.name } };
  if (!caller) return refused ? { scope: refused, actor: { kind: 'login', id: refused.loginId, name: refused.username } } : null;
  const { credential } = caller;
  if (credential.kind === 'key') return { scope: caller, actor: { kind: 'key', id: credential.keyId, name: credential.name } };
  return { scope: caller, actor: { kind: 'login', id: credential.loginId, name: credential.username } };
}

function isAudited(request: FastifyRequest, { statusCode }: FastifyReply): boolean {
  // Who is told to wait has done nothing, and may be told so thousands of times a second.
  if (statusCode === TOLD_TO_WAIT) return false;
  if (findDeadKey(request)) return true;
  const { permission, isBulk = false } = request.routeOptions.config;
  // A search is a read, although it is sent as a body.
  const isRead = READS.has(request.method) || permission === 'customers.read';
  return isRead ? statusCode < REFUSALS_FROM && (isBulk || askedFor(request) > BULK_FROM) : true;
}

/** How many people at most the request asks for. */
function askedFor({ query, body }: FastifyRequest): number {
  const { limit } = query as { limit?: unknown };
  const { limit: searched, customers } = (body ?? {}) as { limit?: unknown; customers?: unknown };
  return Math.max(Number(limit ?? 0), Number(searched ?? 0), Array.isArray(customers) ? customers.length : 0);
}

function outcomeOf(status: number): AuditOutcome {
  if (status >= FAULTS_FROM) return 'failed';
  return status >= REFUSALS_FROM ? 'refused' : 'done';
}

/** Ids of senders are personal data; those of the registry's own are not. */
function subjectOf({ params, routeOptions }: FastifyRequest): string | null {
  const { id } = (params ?? {}) as { id?: string };
  const isOurs = routeOptions.url?.startsWith('/cobi/') !== true && routeOptions.url?.includes('/by/') !== true;
  return isOurs && id !== undefined && UUID.test(id) ? id.toLowerCase() : null;
}
