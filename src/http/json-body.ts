// Requests that manage things bring small JSON bodies: a scope of routes that takes these has its bodies parsed before its handlers run.

import type { FastifyInstance } from 'fastify';

export const JSON_BYTES_MAX = 1024 * 1024;

/** Has `scope`'s bodies parsed as JSON, whatever type they name; members that reach into prototypes are refused. */
export function takeJsonBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  const parse = scope.getDefaultJsonParser('error', 'error');
  scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit: JSON_BYTES_MAX }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void parse(request, body as string, done);
  });
}
