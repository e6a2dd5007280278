// The console's built files: one page for every address that is no API's, under a Content-Security-Policy that allows this server
// alone, and assets that browsers may keep for ever, because their names change with their content.

import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { RegistryError } from '../../error.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const BUILT = join(import.meta.dirname, '..', '..', '..', 'console', 'dist');
const NONCE_IN_PAGE = 'CSP_NONCE';
const NONCE_BYTES = 16;

/** Addresses of programs, where a page would only hide a mistake. */
const OF_PROGRAMS = /^\/(v1|cobi|wasabi|voipbin|docs|assets|openapi\.json|healthz|readyz|metrics)(\/|\?|$)/;

const OPEN = { config: { permission: 'none' }, schema: { hide: true } } as const;

export async function consoleRoutes(app: FastifyInstance): Promise<void> {
  await app.register(fastifyStatic, {
    root: join(BUILT, 'assets'),
    serve: false,
    preCompressed: true,
    maxAge: '365d',
    immutable: true,
    suppressWarning: true,
  });

  app.get<{ Params: { '*': string } }>('/assets/*', OPEN, async (request, reply) => reply.sendFile(request.params['*']));

  app.get('/*', OPEN, async (request, reply) => {
    if (!isForPage(request)) return reply.callNotFound();
    const nonce = randomBytes(NONCE_BYTES).toString('base64');
    const page = (await readPage()).replaceAll(NONCE_IN_PAGE, nonce);
    return reply
      .headers({ 'content-security-policy': policyOf(nonce), 'referrer-policy': 'no-referrer' })
      .type('text/html')
      .send(page);
  });
}

/** Whether a person's browser asks for an address of the console. */
function isForPage({ url, headers }: FastifyRequest): boolean {
  return !OF_PROGRAMS.test(url) && (headers.accept?.includes('text/html') ?? false);
}

/** Read anew each time, so that a console built while the registry runs is served whole. */
async function readPage(): Promise<string> {
  return readFile(join(BUILT, 'index.html'), 'utf8').catch((cause: unknown) => {
    throw new RegistryError('not_found', 'The console is not built here: run "npm run build:console".', { cause });
  });
}

/** The console's components make style elements as they go; only those that carry the page's nonce count. */
function policyOf(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
