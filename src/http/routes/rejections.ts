// The inbox of rejected records: found, read, tried again, dismissed, one by one or many at once.

import { callerOf } from '../auth.ts';
import { DISMISS, DISMISS_ALL, EDIT, LIST, ONE, RETRY, RETRY_ALL } from '../schema/rejection.ts';
import { dismissAll, editRejection, fixRejections, readRejection, readRejections, retryRejection } from '../../registry/rejections.ts';
import { pageOf, positionIn } from '../cursor.ts';
import { RegistryError } from '../../error.ts';
import { takeJsonBodies } from '../json-body.ts';
import type { Context } from '../context.ts';
import type { DismissAllBody, DismissBody, EditBody, ListQuery, RetryAllBody, RetryBody } from '../schema/rejection.ts';
import type { FastifyInstance } from 'fastify';
import type { Position } from '../cursor.ts';
import type { Rejection, RejectionFilters, Retried } from '../../registry/rejections.ts';

const READ = { permission: 'customers.read' } as const;
const WRITE = { permission: 'customers.write', refusals: ['rejection_closed', 'conflict'] } as const;
const SELECT = { permission: 'customers.write' } as const;

type ById = { Params: { id: string } };

export function rejectionRoutes(app: FastifyInstance, { ingest }: Context): void {
  takeJsonBodies(app);

  app.get<{ Querystring: ListQuery }>('/v1/rejections', { config: READ, schema: LIST }, async (request) => {
    const { limit, cursor, ...filters } = request.query;
    const rejections = await readRejections(ingest, callerOf(request), filters, { after: positionIn(cursor), limit: limit + 1 });
    const { shown, nextCursor } = pageOf(rejections, limit, positionOf);
    return { data: shown, nextCursor };
  });

  app.get<ById>('/v1/rejections/:id', { config: READ, schema: ONE }, async (request) =>
    readRejection(ingest, callerOf(request), request.params.id),
  );

  app.put<ById & { Body: EditBody }>('/v1/rejections/:id', { config: WRITE, schema: EDIT }, async (request) =>
    editRejection(ingest, callerOf(request), request.params.id, request.body.payload),
  );

  app.post<ById & { Body: RetryBody }>('/v1/rejections/:id/retry', { config: WRITE, schema: RETRY }, async (request) => {
    const { payload = null, fixes } = request.body;
    return retriedView(await retryRejection(ingest, callerOf(request), request.params.id, { payload, takesFixes: fixes === 'apply' }));
  });

  app.post<{ Body: RetryAllBody }>('/v1/rejections/retry', { config: SELECT, schema: RETRY_ALL }, async (request) => {
    const caller = callerOf(request);
    const { limit, cursor } = request.body;
    const filters = { ...selectionIn(request.body), state: 'open' };
    const rejections = await readRejections(ingest, caller, filters, { after: positionIn(cursor), limit: limit + 1 });
    const { shown, nextCursor } = pageOf(rejections, limit, positionOf);
    const fixed = await fixRejections(ingest, caller, shown);
    return { data: fixed.map(({ rejectionId, retried }) => ({ rejectionId, retried: retried && retriedView(retried) })), nextCursor };
  });

  app.post<ById & { Body: DismissBody }>('/v1/rejections/:id/dismiss', { config: WRITE, schema: DISMISS }, async (request) => {
    const caller = callerOf(request);
    const { id } = request.params;
    const dismissed = await dismissAll(ingest, caller, { rejectionIds: [id] }, request.body.reason);
    const rejection = await readRejection(ingest, caller, id);
    if (dismissed === 0) throw new RegistryError('rejection_closed', `This rejection is ${rejection.state} already.`);
    return rejection;
  });

  app.post<{ Body: DismissAllBody }>('/v1/rejections/dismiss', { config: SELECT, schema: DISMISS_ALL }, async (request) => ({
    dismissed: await dismissAll(ingest, callerOf(request), selectionIn(request.body), request.body.reason),
  }));
}

function positionOf({ receivedAt, rejectionId }: Rejection): Position {
  return { time: receivedAt, id: rejectionId };
}

/** All are meant only where somebody says so: a filter may be empty, but must be there. */
function selectionIn({ ids, filter }: Pick<RetryAllBody, 'ids' | 'filter'>): RejectionFilters {
  if (ids) return { rejectionIds: ids };
  if (filter) return filter;
  throw new RegistryError('request_invalid', 'Say which rejections are meant: "ids", or a "filter" ({} for all that are open).');
}

function retriedView({ requestId, outcome, sourceId, customerId, issues }: Retried): object {
  return { requestId, outcome, sourceId, customerId, issues };
}
