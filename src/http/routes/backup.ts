// `POST /v1/backup`: the whole store as one file, from the process that holds it. For the operator, on the machine itself.

import { PassThrough } from 'node:stream';
import { callerOf } from '../auth.ts';
import { backupWhileServing, expectOperator } from '../../registry/backup-store.ts';
import { RegistryError } from '../../error.ts';
import { Type } from 'typebox';
import type { Context } from '../context.ts';
import type { FastifyInstance } from 'fastify';

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

const BACKUP = {
  operationId: 'backUpStore',
  summary: 'The whole store as one file; for the operator, on the machine itself',
  tags: ['operation'],
  response: { 200: { description: 'The backup.', content: { 'application/gzip': { schema: Type.String({ format: 'binary' }) } } } },
};

export function backupRoutes(app: FastifyInstance, context: Context): void {
  app.post('/v1/backup', { config: { permission: 'platform.manage' }, schema: BACKUP }, async (request, reply) => {
    const caller = callerOf(request);
    await expectOperator(context.ingest, caller);
    if (!LOOPBACK.test(request.socket.remoteAddress ?? '')) {
      throw new RegistryError('permission_denied', 'A backup holds every secret of the store: ask for it on the machine itself.');
    }
    const file = new PassThrough();
    // A fault breaks the answer off, which its reader sees; what was read by then lacks the digest at its end.
    backupWhileServing(context.ingest, file).catch((error: unknown) => {
      context.log.error({ requestId: request.id, name: (error as Error).name }, 'a backup broke off');
      file.destroy(error as Error);
    });
    return reply.type('application/gzip').send(file);
  });
}
