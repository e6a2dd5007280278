// Bodies that a format reads come to their handlers as the text that was sent: parsed before, a member given twice would be lost.

import { JSON_BYTES_MAX } from './json-body.ts';
import { RegistryError } from '../error.ts';
import type { FastifyInstance } from 'fastify';

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Has `scope`'s bodies handed on as text, whatever type they name; without a body that is ''. */
export function takeDocumentBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: JSON_BYTES_MAX }, (_request, body, done) => {
    try {
      done(null, UTF8.decode(body as Buffer));
    } catch {
      done(new RegistryError('body_unreadable', 'The body is not valid UTF-8.'));
    }
  });
  scope.addHook('preHandler', async (request) => {
    request.body ??= '';
  });
}
