// Requests that manage things bring small JSON bodies: a scope of routes that takes these has its bodies parsed before its handlers run.

import { readJson } from '../formats/index.ts';
import { RegistryError } from '../error.ts';
import type { FastifyInstance } from 'fastify';

export const JSON_BYTES_MAX = 1024 * 1024;

/** Has `scope`'s bodies parsed as JSON, whatever type they name; broken JSON and members that reach into prototypes are refused. */
export function takeJsonBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  const parse = scope.getDefaultJsonParser('error', 'error');
  scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit: JSON_BYTES_MAX }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void parse(request, body as string, (error, value) => done(error && refusalOf(error, body as string), value));
  });
}

/** Where a text is no JSON, and what is expected there; the framework's own message knows neither. */
function refusalOf(error: Error, text: string): Error {
  const { issues } = readJson(text, false);
  const broken = issues.find(({ code }) => code === 'json_invalid');
  return broken ? new RegistryError('body_unreadable', broken.message) : error;
}
