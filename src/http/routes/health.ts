// What keeps a registry running asks for: is it alive, is it ready, how is it doing. No credentials, no personal data.

import { checkStore } from '../../registry/check-store.ts';
import { Alive, Ready } from '../schema/store.ts';
import { STATUS } from '../problem.ts';
import { Type } from 'typebox';
import type { Context } from '../context.ts';
import type { FastifyInstance } from 'fastify';

const TAGS = ['operation'];
const HEALTH = { operationId: 'readHealth', summary: 'Is the process alive?', tags: TAGS, response: { 200: Alive } };
const READINESS = {
  operationId: 'readReadiness',
  summary: 'Can requests be served?',
  tags: TAGS,
  response: { 200: Ready, [STATUS.unavailable]: Ready },
};
const METRICS = {
  operationId: 'readMetrics',
  summary: 'How is it doing? Metrics as Prometheus reads them.',
  tags: TAGS,
  response: {
    200: {
      description: 'Prometheus text.',
      content: { 'text/plain': { schema: Type.String({ examples: ['process_cpu_seconds_total 1.25\n'] }) } },
    },
  },
};

export function healthRoutes(app: FastifyInstance, context: Context): void {
  app.get('/healthz', { config: { permission: 'none' }, schema: HEALTH }, async () => ({ status: 'alive' }));

  app.get('/readyz', { config: { permission: 'none' }, schema: READINESS }, async (_request, reply) => {
    const store = await checkStore(context.ingest);
    return reply
      .code(store.isReachable ? 200 : STATUS.unavailable)
      .send({ status: store.isReachable ? 'ready' : 'store not reachable', ...store });
  });

  app.get('/metrics', { config: { permission: 'none' }, schema: METRICS }, async (_request, reply) =>
    reply.type(context.metrics.contentType).send(await context.metrics.read()),
  );
}
