// Every route is registered here, by name. Bodies are handed on as streams: what a carrier is, is told by its content.

import cookies from '@fastify/cookie';
import fastify, { LogController } from 'fastify';
import { accessKeyRoutes } from './routes/access-keys.ts';
import { auditRoutes } from './routes/audit.ts';
import { answerUnknown } from './unknown-address.ts';
import { ANSWER_HEADERS } from './answer-headers.ts';
import { answerNoRequest } from './no-request.ts';
import { askPermissions, knowCallers } from './auth.ts';
import { backupRoutes } from './routes/backup.ts';
import { changeRoutes } from './routes/changes.ts';
import { checkRequests, VALIDATION } from './validation.ts';
import { cobiRoutes } from './routes/cobi.ts';
import { consoleRoutes } from './routes/console.ts';
import { findRoutes } from './routes/find-customers.ts';
import { customerRoutes } from './routes/customers.ts';
import { describeRoutes, documentRoutes } from './document.ts';
import { healthRoutes } from './routes/health.ts';
import { rejectionRoutes } from './routes/rejections.ts';
import { exportRoutes } from './routes/exports.ts';
import { importRoutes } from './routes/imports.ts';
import { keepAudit } from './audit.ts';
import { paceBodies } from './body-pace.ts';
import { noteActivity } from './note-activity.ts';
import { limitRates } from './rate-limit.ts';
import { loginRoutes } from './routes/logins.ts';
import { meRoutes } from './routes/me.ts';
import { receiptRoutes } from './routes/receipts.ts';
import { historyRoutes } from './routes/history.ts';
import { heedIdempotencyKeys } from './idempotency.ts';
import { recordRoutes } from './routes/records.ts';
import { requestIdOf } from './ingest-request.ts';
import { sessionRoutes } from './routes/session.ts';
import { drainUnreadBodies } from './unread-body.ts';
import { secretRoutes } from './routes/secrets.ts';
import { sendProblem } from './problem.ts';
import { sendVoipbinError, VOIPBIN_PREFIX } from './voipbin-error.ts';
import { statsRoutes } from './routes/stats.ts';
import { voipbinAccessKeyRoutes } from './routes/voipbin/access-keys.ts';
import { voipbinAuthRoutes } from './routes/voipbin/auth.ts';
import { voipbinPasswordRoutes } from './routes/voipbin/password.ts';
import { voipbinPermissionRoutes } from './routes/voipbin/permissions.ts';
import { voipbinCustomerPermissionRoutes, voipbinOwnRoutes } from './routes/voipbin/customer.ts';
import { voipbinCustomerRoutes } from './routes/voipbin/customers.ts';
import { wasabiRoutes } from './routes/wasabi.ts';
import { webhookRoutes } from './routes/webhooks.ts';
import { RegistryError } from '../error.ts';
import type { Context } from './context.ts';
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** A connection on which nothing moves for this long is cut. */
const IDLE_MS_MAX = 60_000;
/** All headers of a request, and how long they may take: who sends them slower is cut. */
const HEADER_BYTES_MAX = 16 * 1024;
const HEADERS_MS_MAX = 20_000;
/** An id of 255 code points, each of them four bytes that are written `%XX` (255 × 12 = 3,060). */
const PARAM_CHARACTERS_MAX = 4_096;

const ROUTES: readonly ((app: FastifyInstance, context: Context) => void | Promise<void>)[] = [
  healthRoutes,
  sessionRoutes,
  meRoutes,
  loginRoutes,
  accessKeyRoutes,
  auditRoutes,
  findRoutes,
  customerRoutes,
  historyRoutes,
  changeRoutes,
  receiptRoutes,
  recordRoutes,
  importRoutes,
  exportRoutes,
  rejectionRoutes,
  cobiRoutes,
  wasabiRoutes,
  webhookRoutes,
  voipbinAuthRoutes,
  voipbinPermissionRoutes,
  voipbinAccessKeyRoutes,
  voipbinPasswordRoutes,
  voipbinCustomerRoutes,
  voipbinOwnRoutes,
  voipbinCustomerPermissionRoutes,
  backupRoutes,
  secretRoutes,
  statsRoutes,
  documentRoutes,
];

export async function buildApp(context: Context): Promise<FastifyInstance> {
  const logger: FastifyBaseLogger = context.log;
  const app: FastifyInstance = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: (request) => requestIdOf(request.headers['x-request-id'], () => context.ingest.clock.id()),
    routerOptions: { maxParamLength: PARAM_CHARACTERS_MAX },
    connectionTimeout: IDLE_MS_MAX,
    forceCloseConnections: 'idle',
    http: { headersTimeout: HEADERS_MS_MAX, maxHeaderSize: HEADER_BYTES_MAX },
    trustProxy: context.trustProxy.length > 0 ? [...context.trustProxy] : false,
    exposeHeadRoutes: false,
    ...VALIDATION,
    frameworkErrors: sendFrameworkError,
    clientErrorHandler: answerNoRequest(() => context.ingest.clock.id()),
  });
  takeBodiesAsStreams(app);
  drainUnreadBodies(app);
  paceBodies(app, context.bodySeconds);
  observe(app, context);
  // Read and written by hand where a session is asked for: other requests pay nothing.
  await app.register(cookies, { hook: false });
  await describeRoutes(app);
  knowCallers(app, context);
  keepAudit(app, context);
  noteActivity(app, context);
  limitRates(app, context);
  askPermissions(app);
  heedIdempotencyKeys(app, context);
  checkRequests(app);
  app.setErrorHandler(sendProblem);
  answerUnknown(app, (error, request, reply) => sendErrorAt(request)(error, request, reply));
  for (const routes of context.hasApi ? ROUTES : [healthRoutes]) {
    await app.register(async (scope) => routes(scope, context));
  }
  if (context.hasApi) await app.register(consoleRoutes);
  return app;
}

/** Addresses that cannot be decoded never reach a route; the framework's own message would quote them. */
function sendFrameworkError(_error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  void reply.headers({ 'x-request-id': request.id, ...ANSWER_HEADERS });
  sendErrorAt(request)(
    new RegistryError('request_invalid', 'The address cannot be decoded: percent signs come before two hexadecimal digits of UTF-8.'),
    request,
    reply,
  );
}

/** Where no route is, the address alone tells which form of error its sender knows. */
function sendErrorAt({ url }: FastifyRequest): typeof sendProblem {
  return url.startsWith(VOIPBIN_PREFIX) ? sendVoipbinError : sendProblem;
}

function takeBodiesAsStreams(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ headers }) => {
    if (headers['content-type'] === '') delete headers['content-type'];
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
}

/** Every answer names its request; the log gets the route's pattern, never the address. */
function observe(app: FastifyInstance, { metrics, log }: Context): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({ 'x-request-id': request.id, ...ANSWER_HEADERS });
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = `${request.method} ${request.routeOptions.url ?? 'unknown'}`;
    metrics.observeRequest(route, reply.statusCode, reply.elapsedTime / 1000);
    const line = { requestId: request.id, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) };
    if (reply.statusCode >= 400) log.info(line, 'refused');
    else log.debug(line, 'answered');
  });
}
