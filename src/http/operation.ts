// One route as the document shows it: its schema, with who may call it and every error it can give, which follow from its permission and
// from what it takes.

import { REFUSALS } from '../error.ts';
import { CobiError, Problem, VoipbinError } from './schema/problem.ts';
import { STATUS } from './problem.ts';
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
  return url.startsWith('/voipbin/') ? [...everywhere, { tokenInQuery: [] }, { keyInQuery: [] }] : everywhere;
}

const INTERNAL = 500;

/** A response for each status that refusals of this route have, unless the route describes that status itself. */
function errorsOf(url: string, schema: FastifySchema, route: RouteOptions): Record<string, object> {
  const described = (schema.response ?? {}) as Record<string, unknown>;
  const codes = new Map<number, string[]>();
  for (const code of refusalsOf(schema, route)) {
    codes.set(STATUS[code], [...(codes.get(STATUS[code]) ?? []), `\`${code}\`: ${REFUSALS[code]}`]);
  }
  codes.set(INTERNAL, ['`internal`: a fault of the registry; its log has the cause under the request id.']);
  const entries = [...codes].filter(([status]) => !(status in described));
  return Object.fromEntries(entries.map(([status, said]) => [status, errorResponse(url, said.join(' '))]));
}

function errorResponse(url: string, description: string): object {
  if (url.startsWith('/cobi/')) return { description, content: { 'application/json': { schema: { $ref: `${CobiError.$id}#` } } } };
  if (url.startsWith('/voipbin/')) return { description, content: { 'application/json': { schema: { $ref: `${VoipbinError.$id}#` } } } };
  return { description, content: { 'application/problem+json': { schema: { $ref: `${Problem.$id}#` } } } };
}

function refusalsOf({ querystring, params, body }: FastifySchema, { config, url }: RouteOptions): Set<RefusalCode> {
  const { permission = 'none', takes, refusals = [] } = config ?? {};
  const takesBody = body !== undefined || takes !== undefined;
  const codes = new Set<RefusalCode>(refusals);
  const add = (isGiven: boolean, ...more: RefusalCode[]): void => more.forEach((code) => isGiven && codes.add(code));
  add(querystring !== undefined || params !== undefined || takesBody, 'request_invalid');
  add(takesBody, 'body_unreadable', 'body_too_large');
  add(permission !== 'none', 'unauthenticated', 'unavailable');
  add(permission !== 'none' && permission !== 'own', 'permission_denied');
  add(url.includes(':'), 'not_found');
  return codes;
}
