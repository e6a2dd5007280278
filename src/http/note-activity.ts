// Tells the lanes who asks at present, so that what one account sends in bulk gives way to what others wait for.

import { findCaller } from './auth.ts';
import type { Activity } from '../ingest/activity.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** More than one record seldom needs; a body whose length is not declared may be of any size. */
const QUICK_BYTES_MAX = 16 * 1024;

/** Notes every request of a known caller, and when a quick one was answered. Runs before anything of it is read. */
export function noteActivity(app: FastifyInstance, { activity }: { activity: Pick<Activity, 'begin'> }): void {
  app.addHook('onRequest', async (request, reply) => {
    const caller = findCaller(request);
    if (caller) reply.raw.once('close', activity.begin(caller.accountId, isQuick(request)));
  });
}

function isQuick({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) <= QUICK_BYTES_MAX;
}
