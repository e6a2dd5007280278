// Requests that no route takes: the address is unknown, or it is known and takes other methods (RFC 9110, 15.5.5 and 15.5.6).

import { RegistryError } from '../error.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

interface Address {
  readonly segments: readonly string[];
  readonly methods: readonly string[];
}

/** The console's pages: whatever is no other route's. */
const EVERYTHING = '/*';

type Send = (error: RegistryError, request: FastifyRequest, reply: FastifyReply) => unknown;

/** Answers what no route takes by `send`; an `Allow` names the methods that an address takes. Before any route is registered. */
export function answerUnknown(app: FastifyInstance, send: Send): void {
  const addresses: Address[] = [];
  app.addHook('onRoute', ({ url, method }) => {
    if (url !== EVERYTHING) addresses.push({ segments: url.split('/'), methods: [method].flat() });
  });
  app.setNotFoundHandler((request, reply) => {
    const allowed = methodsAt(addresses, request.url);
    if (allowed.length > 0) void reply.header('allow', allowed.join(', '));
    return send(refusalOf(request.method, allowed), request, reply);
  });
}

function methodsAt(addresses: readonly Address[], url: string): string[] {
  const [path = ''] = url.split('?', 1);
  const asked = path.split('/');
  return [...new Set(addresses.flatMap(({ segments, methods }) => (isAt(segments, asked) ? methods : [])))].sort();
}

function isAt(segments: readonly string[], asked: readonly string[]): boolean {
  return (
    segments.length === asked.length &&
    segments.every((segment, at) => segment === asked[at] || (segment.startsWith(':') && asked[at] !== ''))
  );
}

function refusalOf(method: string, allowed: readonly string[]): RegistryError {
  // A GET that comes here was refused by its own route: it is not there for whoever asks.
  if (allowed.length === 0 || allowed.includes(method)) return new RegistryError('not_found', 'There is nothing at this address.');
  return new RegistryError('method_not_allowed', `${method} cannot be asked of this address: it takes ${allowed.join(', ')}.`);
}
