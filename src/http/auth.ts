// Who asks: `Authorization: Bearer <access key>` (RFC 6750), the one way there is. Keys never reach a log or an answer.

import { RegistryError } from '../error.ts';
import type { Caller, Callers } from '../registry/find-caller.ts';
import type { FastifyRequest } from 'fastify';

const BEARER = /^Bearer +([A-Za-z0-9._~+/=-]{1,512})$/i;

/** The caller, or a refusal (`unauthenticated`) that is the same for no key, a wrong one and a dead one. */
export async function authenticate(callers: Callers, request: FastifyRequest): Promise<Caller> {
  const key = BEARER.exec(request.headers.authorization ?? '')?.[1];
  const caller = key === undefined ? null : await callers.find(key);
  if (caller) return caller;
  throw new RegistryError('unauthenticated', 'Invalid or missing API key');
}
