// What became of a customer and why: `/v1/customers/:id/history` and `/provenance`, now and at any time before.

import { boundsIn } from '../past-bounds.ts';
import { callerOf } from '../auth.ts';
import { customerIdIn } from '../customer-id.ts';
import { explainCustomer } from '../../registry/explain-customer.ts';
import { HISTORY, PROVENANCE } from '../schema/past.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { readHistory } from '../../registry/read-history.ts';
import type { Context } from '../context.ts';
import type { FastifyInstance } from 'fastify';
import type { HistoryEntry } from '../../registry/read-history.ts';
import type { HistoryQuery, ProvenanceQuery } from '../schema/past.ts';

const CONFIG = { permission: 'customers.read', refusals: ['past_too_long'] } as const;

interface Params {
  id: string;
}

export function historyRoutes(app: FastifyInstance, { ingest }: Context): void {
  app.get<{ Params: Params; Querystring: HistoryQuery }>(
    '/v1/customers/:id/history',
    { config: CONFIG, schema: HISTORY },
    async (request) => {
      const { cursor, limit, ...past } = request.query;
      const before = versionIn(cursor);
      const page = { customerId: customerIdIn(request.params.id), bounds: boundsIn(past), before, limit: limit + 1 };
      return pageOf(await readHistory(ingest, callerOf(request), page), limit);
    },
  );

  app.get<{ Params: Params; Querystring: ProvenanceQuery }>(
    '/v1/customers/:id/provenance',
    { config: CONFIG, schema: PROVENANCE },
    async (request) => explainCustomer(ingest, callerOf(request), customerIdIn(request.params.id), boundsIn(request.query)),
  );
}

/** A page goes on with the versions before the last one shown, so that changes made meanwhile move nothing. */
function versionIn(cursor: string | undefined): number {
  return cursor === undefined ? Infinity : Number(readCursor(cursor, [/^\d{1,9}$/])[0]);
}

function pageOf(entries: readonly HistoryEntry[], limit: number): object {
  const data = entries.slice(0, limit);
  const last = data.at(-1);
  return { data, nextCursor: last && entries.length > limit ? writeCursor([String(last.version)]) : null };
}
