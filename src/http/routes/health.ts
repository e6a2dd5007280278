// What keeps a registry running asks for: is it alive, is it ready, how is it doing. No credentials, no personal data.

import { checkStore } from '../../registry/check-store.ts';
import { STATUS } from '../problem.ts';
import type { Context } from '../context.ts';
import type { FastifyInstance } from 'fastify';

export function healthRoutes(app: FastifyInstance, context: Context): void {
  app.get('/healthz', { config: { permission: 'none' } }, async () => ({ status: 'alive' }));

  app.get('/readyz', { config: { permission: 'none' } }, async (_request, reply) => {
    const store = await checkStore(context.ingest);
    return reply
      .code(store.isReachable ? 200 : STATUS.unavailable)
      .send({ status: store.isReachable ? 'ready' : 'store not reachable', ...store });
  });

  app.get('/metrics', { config: { permission: 'none' } }, async (_request, reply) =>
    reply.type(context.metrics.contentType).send(await context.metrics.read()),
  );
}
