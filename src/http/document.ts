// The API described: `GET /openapi.json` (OpenAPI 3.1, made from the routes' schemas) and the page at `/docs`, which loads nothing from
// any other host.

import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { addExamples } from './document-examples.ts';
import { addHeaders } from './document-headers.ts';
import { describeOperation } from './operation.ts';
import { shareErrors } from './document-errors.ts';
import { PARTS } from './schema/parts.ts';
import type { ExampledDocument } from './document-examples.ts';
import type { FaultyDocument } from './document-errors.ts';
import type { FastifyInstance } from 'fastify';
import type { HeadedDocument } from './document-headers.ts';

const VERSION = '1.0.0';

const TAGS = [
  { name: 'customers', description: 'People: found, read, explained.' },
  { name: 'changes', description: 'One ordered sequence of every change.' },
  { name: 'records', description: 'Records of any format in, and what became of them.' },
  { name: 'imports', description: 'Files in and out.' },
  { name: 'webhooks', description: 'Changes told to others.' },
  { name: 'account', description: 'Who one is, keys, logins and the log of who did what.' },
  { name: 'stats', description: 'Numbers.' },
  { name: 'cobi', description: 'Cobi’s data API.' },
  { name: 'wasabi', description: 'Wasabi’s import events.' },
  { name: 'voipbin', description: 'VoIPBin’s customers: the accounts of this registry.' },
  { name: 'operation', description: 'What keeps a registry running.' },
];

/** The page's scripts and styles are this server's; its styles are set by its own script. */
const PAGE_CSP =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

const PAGE_AT = '/docs';

/** Before any route: routes registered later are part of the document. */
export async function describeRoutes(app: FastifyInstance): Promise<void> {
  for (const part of PARTS) app.addSchema(part);
  // The page's routes are a library's: it cannot name the permission that each route must.
  app.addHook('onRoute', (route) => {
    if (route.url.startsWith(PAGE_AT)) route.config = { ...route.config, permission: 'none' };
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Clientele',
        version: VERSION,
        description: 'A customer registry that speaks the formats its senders already speak.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } as { name: string },
      },
      servers: [{ url: '/', description: 'This registry.' }],
      tags: TAGS,
      components: {
        securitySchemes: {
          bearerAuth: { type: 'http', scheme: 'bearer', description: 'An access key or a login token.' },
          cookieAuth: { type: 'apiKey', in: 'cookie', name: 'clientele_session', description: 'The console’s session.' },
          tokenInQuery: { type: 'apiKey', in: 'query', name: 'token', description: 'A login token, as VoIPBin’s clients send it.' },
          keyInQuery: { type: 'apiKey', in: 'query', name: 'accesskey', description: 'An access key, as VoIPBin’s clients send it.' },
        },
      },
    },
    refResolver: { buildLocalReference: (json, _base, _fragment, at) => (typeof json['$id'] === 'string' ? json['$id'] : `def-${at}`) },
    transform: describeOperation,
    transformObject: (made) => ('openapiObject' in made ? completed(made.openapiObject) : made.swaggerObject),
  });
}

function completed<T>(made: T): T {
  const document = made as T & ExampledDocument & HeadedDocument & FaultyDocument;
  addExamples(document);
  addHeaders(document);
  shareErrors(document);
  return made;
}

export async function documentRoutes(app: FastifyInstance): Promise<void> {
  let text: string | undefined;
  const schema = {
    operationId: 'readDocument',
    summary: 'This document',
    tags: ['operation'],
    response: { 200: { type: 'object', description: 'OpenAPI 3.1.', examples: [{ openapi: '3.1.0' }] } },
  };
  app.get('/openapi.json', { config: { permission: 'none' }, schema }, async (_request, reply) => {
    text ??= `${JSON.stringify(app.swagger(), null, 2)}\n`;
    return reply.type('application/json; charset=utf-8').send(text);
  });
  await app.register(swaggerUi, {
    routePrefix: PAGE_AT,
    staticCSP: PAGE_CSP,
    theme: { title: 'Clientele API' },
    uiConfig: { validatorUrl: null, displayOperationId: true, requestInterceptor: asTheConsole },
  });
}

/** Runs in the page: what is tried out there with the console's session needs the console's header. */
function asTheConsole<T>(request: T): T {
  (request as { headers: Record<string, string> }).headers['Clientele-CSRF'] = '1';
  return request;
}
