// Requests that manage things bring small JSON bodies: a scope of routes that takes these has its bodies parsed before its handlers run.

import { isUtf8 } from 'node:buffer';
import { readJson } from '../formats/index.ts';
import { RegistryError } from '../error.ts';
import type { FastifyInstance } from 'fastify';

export const JSON_BYTES_MAX = 1024 * 1024;

/** Has `scope`'s bodies parsed as JSON, whatever type they name; broken JSON and members that reach into prototypes are refused. */
export function takeJsonBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  const parse = scope.getDefaultJsonParser('error', 'error');
  scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: JSON_BYTES_MAX }, (request, body: Buffer, done) => {
    const text = body.toString('utf8');
    if (text === '') done(null, undefined);
    else if (!isUtf8(body))
      done(new RegistryError('body_unreadable', 'The body is not UTF-8: what is no character must not be kept as another.'));
    else void parse(request, text, (error, value) => done(error && refusalOf(error, text), value));
  });
}

/** Where a text is no JSON, and what is expected there; the framework's own message knows neither. */
function refusalOf(error: Error, text: string): Error {
  const { issues } = readJson(text, false);
  const broken = issues.find(({ code }) => code === 'json_invalid');
  return broken ? new RegistryError('body_unreadable', broken.message) : error;
}
