// The console's session: a cookie that no script can read and no other site can use. What is asked by cookie and changes something
// must come from a page of this registry, which says so in a header that other origins cannot send without our leave.

import { RegistryError } from '../error.ts';
import { TOKEN_DAYS } from '../registry/login/token.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';

const NAME = 'clientele_session';
const CSRF_HEADER = 'clientele-csrf';
const DAY_SECONDS = 86_400;
const SAFE = new Set(['GET', 'HEAD']);

/** The token in the request's cookie. */
export function tokenInCookie({ headers, server }: FastifyRequest): string | undefined {
  return headers.cookie === undefined ? undefined : server.parseCookie(headers.cookie)[NAME];
}

/** Has the browser keep the token for as long as it is valid; an empty one makes it forget. */
export function keepToken(reply: FastifyReply, token: string, publicUrl: string | null): void {
  const secure = reply.request.protocol === 'https' || (publicUrl ?? '').startsWith('https:');
  const maxAge = token === '' ? 0 : TOKEN_DAYS * DAY_SECONDS;
  void reply.header(
    'set-cookie',
    reply.server.serializeCookie(NAME, token, { httpOnly: true, sameSite: 'strict', path: '/', secure, maxAge }),
  );
}

/** Refuses (`permission_denied`) a change asked for by cookie from anywhere but a page of this registry. */
export function expectOwnPage(request: FastifyRequest, publicUrl: string | null): void {
  if (SAFE.has(request.method)) return;
  expectSameOrigin(request, publicUrl);
  if (request.headers[CSRF_HEADER] !== '1')
    throw new RegistryError('permission_denied', 'A request by cookie that changes something needs the header "Clientele-CSRF: 1".');
}

/** Refuses (`permission_denied`) what a browser sends for a page of another origin; programs that are no browser say nothing of it. */
export function expectSameOrigin({ headers, host }: FastifyRequest, publicUrl: string | null): void {
  const site = headers['sec-fetch-site'];
  const isOwnSite = site === undefined || site === 'same-origin' || site === 'none';
  if (isOwnSite && (headers.origin === undefined || isOurs(headers.origin, host, publicUrl))) return;
  throw new RegistryError('permission_denied', 'This request comes from a page of another origin.');
}

function isOurs(origin: string, host: string, publicUrl: string | null): boolean {
  if (!URL.canParse(origin)) return false;
  const given = new URL(origin);
  return given.host === host || (publicUrl !== null && given.origin === new URL(publicUrl).origin);
}
