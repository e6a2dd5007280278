// Who asks, and whether they may: every route names the permission it needs, and the caller is known before its handler runs.
// A credential comes as `Authorization: Bearer` (RFC 6750), in the console's cookie, or under VoIPBin's prefix in the query. It never
// reaches a log or an answer.

import { expectOwnPage, tokenInCookie } from './session-cookie.ts';
import { RegistryError } from '../error.ts';
import type { Caller, Callers, DeadKey } from '../registry/find-caller.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Permission } from '../core/permission.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The permission a caller needs; `own`: any live credential will do; `none`: no credential is asked for. */
    readonly permission?: Permission | 'own' | 'none';
  }
}

const BEARER = /^Bearer +([A-Za-z0-9._~+/=-]{1,512})$/i;
const CREDENTIAL_CHARACTERS_MAX = 512;
const QUERY_PREFIX = '/voipbin/';
const CALLERS = new WeakMap<FastifyRequest, Caller>();
const DEAD_KEYS = new WeakMap<FastifyRequest, DeadKey>();

/** Where credentials are looked up, and the address that people use. */
interface Asking {
  readonly callers: Pick<Callers, 'find'>;
  readonly publicUrl: string | null;
}

/** Finds out who asks on every route that wants to know; a route that names no permission cannot be registered. */
export function knowCallers(app: FastifyInstance, asking: Asking): void {
  app.addHook('onRoute', ({ url, config }) => {
    if (config?.permission === undefined) throw new Error(`The route ${url} names no permission.`);
  });
  app.addHook('onRequest', async (request) => {
    const { permission = 'none' } = request.routeOptions.config;
    if (permission === 'none') return;
    CALLERS.set(request, await authenticate(asking, request));
  });
}

/** Holds every caller to the permission of its route. Behind the account's rates: who may not ask may not ask without end either. */
export function askPermissions(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    const { permission = 'none' } = request.routeOptions.config;
    if (permission === 'none' || permission === 'own') return;
    if (!callerOf(request).permissions.has(permission))
      throw new RegistryError('permission_denied', `This needs the permission "${permission}", which the credential does not have.`);
  });
}

/** Who asks, if that is known: of a refused request, too. */
export function findCaller(request: FastifyRequest): Caller | null {
  return CALLERS.get(request) ?? null;
}

/** The dead key that a refused request came with, where it is time to tell of it. */
export function findDeadKey(request: FastifyRequest): DeadKey | null {
  return DEAD_KEYS.get(request) ?? null;
}

/** Tells who asks on a route that needs no credential: who has just logged in. */
export function rememberCaller(request: FastifyRequest, caller: Caller): void {
  CALLERS.set(request, caller);
}

/** Who asks, in the handler of a route that needs to know. */
export function callerOf(request: FastifyRequest): Caller {
  const caller = CALLERS.get(request);
  if (caller) return caller;
  throw new Error('The route asks for no caller.');
}

/** The caller, or a refusal (`unauthenticated`) that is the same for no credential, a wrong one and a dead one. */
async function authenticate({ callers, publicUrl }: Asking, request: FastifyRequest): Promise<Caller> {
  const sent = sentOpenly(request);
  const credential = sent ?? tokenInCookie(request);
  if (sent === undefined && credential !== undefined) expectOwnPage(request, publicUrl);
  const isKnowable = credential !== undefined && credential.length <= CREDENTIAL_CHARACTERS_MAX;
  const caller = isKnowable ? await callers.find(credential, request.ip, (dead) => DEAD_KEYS.set(request, dead)) : null;
  if (caller) return caller;
  throw new RegistryError('unauthenticated', 'Invalid or missing API key');
}

/** A credential that its sender chose to send, as no browser does by itself. */
function sentOpenly(request: FastifyRequest): string | undefined {
  const { authorization } = request.headers;
  if (authorization !== undefined) return BEARER.exec(authorization)?.[1] ?? '';
  if (request.routeOptions.url?.startsWith(QUERY_PREFIX) !== true) return undefined;
  const { token, accesskey } = request.query as { token?: unknown; accesskey?: unknown };
  return [token, accesskey].find((one) => typeof one === 'string');
}
