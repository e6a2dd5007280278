// `POST /v1/backup`: the whole store as one file, from the process that holds it. For the operator, on the machine itself.

import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { authenticate } from '../auth.ts';
import { backupStore, expectOperator } from '../../registry/backup-store.ts';
import { RegistryError } from '../../error.ts';
import type { Context } from '../context.ts';
import type { FastifyInstance, FastifyReply } from 'fastify';

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;
const OWNER_ONLY = 0o600;

export function backupRoutes(app: FastifyInstance, context: Context): void {
  app.post('/v1/backup', async (request, reply) => {
    const caller = await authenticate(context.callers, request);
    await expectOperator(context.ingest, caller);
    if (!LOOPBACK.test(request.socket.remoteAddress ?? '')) {
      throw new RegistryError('permission_denied', 'A backup holds every secret of the store: ask for it on the machine itself.');
    }
    return sendBackup(context, reply);
  });
}

/** Written to disk first: the embedded store can serve nobody else meanwhile, so it must not wait for a slow reader. */
async function sendBackup(context: Context, reply: FastifyReply): Promise<FastifyReply> {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-backup-'));
  try {
    const path = join(folder, 'backup');
    await backupStore(context.ingest, createWriteStream(path, { mode: OWNER_ONLY, flags: 'wx' }));
    const { size } = await stat(path);
    const file = createReadStream(path);
    reply.raw.once('close', () => void rm(folder, { recursive: true, force: true }));
    return reply.type('application/gzip').header('content-length', size).send(file);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}
