// Who asks, and whether they may: every route names the permission it needs, and the caller is known before its handler runs.
// `Authorization: Bearer <access key>` (RFC 6750). Keys never reach a log or an answer.

import { RegistryError } from '../error.ts';
import type { Caller, Callers } from '../registry/find-caller.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Permission } from '../core/permission.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The permission a caller needs; `own`: any live credential will do; `none`: no credential is asked for. */
    readonly permission?: Permission | 'own' | 'none';
  }
}

const BEARER = /^Bearer +([A-Za-z0-9._~+/=-]{1,512})$/i;
const CALLERS = new WeakMap<FastifyRequest, Caller>();

/** Has every route ask for its permission; a route that names none cannot be registered. */
export function askPermissions(app: FastifyInstance, callers: Callers): void {
  app.addHook('onRoute', ({ url, config }) => {
    if (config?.permission === undefined) throw new Error(`The route ${url} names no permission.`);
  });
  app.addHook('onRequest', async (request) => {
    const { permission = 'none' } = request.routeOptions.config;
    if (permission === 'none') return;
    const caller = await authenticate(callers, request);
    if (permission !== 'own' && !caller.permissions.has(permission))
      throw new RegistryError('permission_denied', `This needs the permission "${permission}", which the credential does not have.`);
    CALLERS.set(request, caller);
  });
}

/** Who asks, in the handler of a route that needs to know. */
export function callerOf(request: FastifyRequest): Caller {
  const caller = CALLERS.get(request);
  if (caller) return caller;
  throw new Error('The route asks for no caller.');
}

/** The caller, or a refusal (`unauthenticated`) that is the same for no key, a wrong one and a dead one. */
async function authenticate(callers: Callers, request: FastifyRequest): Promise<Caller> {
  const key = BEARER.exec(request.headers.authorization ?? '')?.[1];
  const caller = key === undefined ? null : await callers.find(key);
  if (caller) return caller;
  throw new RegistryError('unauthenticated', 'Invalid or missing API key');
}
