// Conservation, asked for over HTTP: one request's receipt, the account's outcomes by day, and what was rejected.

import { callerOf } from '../auth.ts';
import { limitOf, pageOf, positionIn } from '../cursor.ts';
import { normalizeTime } from '../../formats/index.ts';
import { OUTCOMES, zeroCounts } from '../../core/outcome.ts';
import { readOutcomes, readReceipt, readRejections } from '../../registry/read-receipt.ts';
import { RegistryError } from '../../error.ts';
import type { Context } from '../context.ts';
import type { FastifyInstance } from 'fastify';

const DATE = /^\d{4}-\d{2}-\d{2}$/;

interface RejectionQuery {
  requestId?: string;
  limit?: string;
  cursor?: string;
}

export function receiptRoutes(app: FastifyInstance, context: Context): void {
  app.get<{ Params: { requestId: string } }>('/v1/receipts/:requestId', { config: { permission: 'customers.read' } }, async (request) => {
    const caller = callerOf(request);
    return readReceipt(context.ingest, caller, request.params.requestId);
  });

  app.get<{ Querystring: { since?: string } }>('/v1/outcomes', { config: { permission: 'customers.read' } }, async (request) => {
    const caller = callerOf(request);
    const { since = null } = request.query;
    if (since !== null && !isDay(since)) throw new RegistryError('request_invalid', '"since" is a day, YYYY-MM-DD.');
    const data = await readOutcomes(context.ingest, caller, since);
    return { data, total: totalOf(data) };
  });

  app.get<{ Querystring: RejectionQuery }>('/v1/rejections', { config: { permission: 'customers.read' } }, async (request) => {
    const caller = callerOf(request);
    const limit = limitOf(request.query.limit, { preset: 50, max: 200 });
    const { requestId = null, cursor } = request.query;
    const rejections = await readRejections(context.ingest, caller, { requestId, after: positionIn(cursor), limit: limit + 1 });
    const { shown, nextCursor } = pageOf(rejections, limit, ({ receivedAt, rejectionId }) => ({ time: receivedAt, id: rejectionId }));
    return { data: shown, nextCursor };
  });
}

/** A real day of the calendar. */
function isDay(text: string): boolean {
  return DATE.test(text) && normalizeTime(`${text}T00:00:00Z`) !== null;
}

function totalOf(days: Awaited<ReturnType<typeof readOutcomes>>): object {
  const outcomes = zeroCounts();
  const total = { offered: 0, received: 0, notTaken: 0, outcomes };
  for (const day of days) {
    total.offered += day.offered;
    total.received += day.received;
    total.notTaken += day.notTaken;
    for (const outcome of OUTCOMES) outcomes[outcome] += day.outcomes[outcome];
  }
  return total;
}
