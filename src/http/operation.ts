// One route as the document shows it: its schema, with who may call it and every error it can give, which follow from its permission and
// from what it takes.

import { REFUSALS } from '../error.ts';
import { CobiError, Problem, VoipbinError } from './schema/problem.ts';
import { STATUS } from './problem.ts';
import { Type } from 'typebox';
import { VOIPBIN_PREFIX, voipbinHttpStatus } from './voipbin-error.ts';
import type { FastifySchema, RouteOptions } from 'fastify';
import type { RefusalCode } from '../error.ts';
import type { TSchema } from 'typebox';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Refusals besides those that follow from the permission, the parameters and the body. */
    readonly refusals?: readonly RefusalCode[];
    /** The body by media type where the handler reads it as a stream: for the document alone, nothing is held to it here. */
    readonly takes?: Readonly<Record<string, TSchema>>;
  }
  interface FastifySchema {
    readonly 'x-permission'?: string;
  }
}

const KEY = Type.Optional(
  Type.String({
    minLength: 1,
    maxLength: 255,
    description: 'The same key and request get the answer of the first for 24 hours, so that a write can be sent again safely.',
  }),
);

/** As idempotency.ts has it: writes of the registry's own API. */
function heedsKeys(url: string, method: RouteOptions['method']): boolean {
  return url.startsWith('/v1/') && method !== 'GET';
}

function keyHeader({ headers }: FastifySchema): object {
  const { properties } = (headers ?? {}) as { properties?: object };
  return { type: 'object', properties: { 'Idempotency-Key': KEY, ...properties } };
}

interface Described {
  readonly schema: FastifySchema;
  readonly url: string;
}

/** The route's schema with all that the document adds to it. */
export function describeOperation({ schema = {}, url, route }: { schema?: FastifySchema; url: string; route: RouteOptions }): Described {
  if (schema.hide === true) return { schema, url };
  const { permission = 'none', takes } = route.config ?? {};
  return {
    url,
    schema: {
      ...schema,
      ...(takes && { body: bodyOf(takes) }),
      ...(heedsKeys(url, route.method) && { headers: keyHeader(schema) }),
      security: permission === 'none' ? [] : securityOf(url),
      'x-permission': permission,
      response: { ...(schema.response as object | undefined), ...errorsOf(url, schema, route) },
    },
  };
}

function bodyOf(takes: Readonly<Record<string, TSchema>>): object {
  return { content: Object.fromEntries(Object.entries(takes).map(([media, schema]) => [media, { schema }])) };
}

function securityOf(url: string): Record<string, string[]>[] {
  const everywhere = [{ bearerAuth: [] }, { cookieAuth: [] }];
  return url.startsWith(VOIPBIN_PREFIX) ? [...everywhere, { tokenInQuery: [] }, { keyInQuery: [] }] : everywhere;
}

const INTERNAL = 500;

/** A response for each status that refusals of this route have, unless the route describes that status itself. */
function errorsOf(url: string, schema: FastifySchema, route: RouteOptions): Record<string, object> {
  const described = (schema.response ?? {}) as Record<string, unknown>;
  const codes = new Map<number, string[]>();
  for (const code of refusalsOf(schema, route)) {
    const status = url.startsWith(VOIPBIN_PREFIX) ? voipbinHttpStatus(code) : STATUS[code];
    codes.set(status, [...(codes.get(status) ?? []), `\`${code}\`: ${REFUSALS[code]}`]);
  }
  codes.set(INTERNAL, ['`internal`: a fault of the registry; its log has the cause under the request id.']);
  const entries = [...codes].filter(([status]) => !(status in described));
  return Object.fromEntries(entries.map(([status, said]) => [status, errorResponse(url, said.join(' '))]));
}

function errorResponse(url: string, description: string): object {
  if (url.startsWith('/cobi/')) return { description, content: { 'application/json': { schema: { $ref: `${CobiError.$id}#` } } } };
  if (url.startsWith(VOIPBIN_PREFIX)) return { description, content: { 'application/json': { schema: { $ref: `${VoipbinError.$id}#` } } } };
  return { description, content: { 'application/problem+json': { schema: { $ref: `${Problem.$id}#` } } } };
}

function refusalsOf({ body }: FastifySchema, { config, url, method }: RouteOptions): Set<RefusalCode> {
  const { permission = 'none', takes, refusals = [] } = config ?? {};
  const takesBody = body !== undefined || takes !== undefined;
  // Every route refuses parameters that it does not know.
  const codes = new Set<RefusalCode>(['request_invalid', ...refusals]);
  const add = (isGiven: boolean, ...more: RefusalCode[]): void => more.forEach((code) => isGiven && codes.add(code));
  add(takesBody, 'body_unreadable', 'body_too_large', 'body_too_slow');
  add(permission !== 'none', 'unauthenticated', 'rate_limited', 'unavailable');
  add(permission !== 'none' && permission !== 'own', 'permission_denied');
  add(url.includes(':'), 'not_found');
  add(heedsKeys(url, method), 'idempotency_key_reused', 'idempotency_key_in_use');
  return codes;
}
