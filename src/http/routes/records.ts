// Writing from the registry's own API: `POST /v1/records` takes records of any format, each recognised by itself, and
// `PUT /v1/customers/by/{source}/{id}` one record under the id by which its source knows it.

import { bodyOf } from '../small-body.ts';
import { callerOf } from '../auth.ts';
import { mixedAnswer, sumOf, VERDICT_STATUS } from '../ingest-answer.ts';
import { formatOf, isNamed, nameIn, namedSource, sourceOf } from '../ingest-request.ts';
import { PUT_RECORD, PUTTING, TAKE_RECORDS, TAKING } from '../schema/record-routes.ts';
import { RegistryError } from '../../error.ts';
import { takeMixed } from '../../ingest/take-mixed.ts';
import type { BatchResult, Shape } from '../../ingest/request.ts';
import type { Context } from '../context.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { MixedPart, MixedRequest } from '../../ingest/take-mixed.ts';
import type { PutQuery, RecordsQuery } from '../schema/record-routes.ts';
import type { Received } from '../../registry/save/batch.ts';

const ONE: Shape = { lines: 'never', wrappers: [], isWrapped: false, recordsMax: 1 };
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

interface ExternalName {
  source: string;
  id: string;
}

export function recordRoutes(app: FastifyInstance, context: Context): void {
  app.post<{ Querystring: RecordsQuery }>('/v1/records', { config: TAKING, schema: TAKE_RECORDS }, async (request, reply) => {
    const taken = await mixedRequest(request, shapeOf(request));
    const parts = await takeObserved(context, taken);
    return reply.code(VERDICT_STATUS[sumOf(parts).verdict]).send(mixedAnswer(request.id, parts));
  });

  app.put<{ Params: ExternalName; Querystring: PutQuery }>(
    '/v1/customers/by/:source/:id',
    { config: PUTTING, schema: PUT_RECORD },
    async (request, reply) => {
      const results: BatchResult[] = [];
      const { source, id } = request.params;
      const taken = await mixedRequest(request, ONE);
      const parts = await takeObserved(context, {
        ...taken,
        unknownAs: formatOf(source),
        sourceOf: (format) => nameIn(source, format),
        check: (received, { recordType }) => expectName(received, recordType, id),
        onBatch: (result) => results.push(result),
      });
      const customerId = results.flatMap((result) => ('report' in result ? (result.report.records[0]?.customerId ?? []) : []))[0] ?? null;
      return reply.code(VERDICT_STATUS[sumOf(parts).verdict]).send({ ...mixedAnswer(request.id, parts), customerId });
    },
  );
}

async function mixedRequest(request: FastifyRequest<{ Querystring: PutQuery }>, shape: Shape): Promise<MixedRequest> {
  const { format, fixes } = request.query;
  return {
    scope: callerOf(request),
    requestId: request.id,
    isNamed: isNamed(request),
    bytes: await bodyOf(request),
    fixes: fixes === 'apply',
    format: format ?? null,
    unknownAs: formatOf(namedSource(request)),
    sourceOf: (of) => sourceOf(request, of),
    shape,
  };
}

function shapeOf(request: FastifyRequest): Shape {
  const isLines = /ndjson|jsonl/i.test(request.headers['content-type'] ?? '');
  return { lines: isLines ? 'expected' : 'maybe', wrappers: ['records', 'customers', 'events'], isWrapped: false, recordsMax: Infinity };
}

async function takeObserved({ ingest, metrics }: Context, request: MixedRequest): Promise<MixedPart[]> {
  const parts = await takeMixed(ingest, request);
  for (const { feed, summary } of parts) if (summary) metrics.observeOutcomes(feed.format, summary.counts);
  return parts;
}

/** The address and the record must name the same; a record whose id cannot be read is rejected for that. */
function expectName({ sourceId, item }: Received, recordType: string, id: string): void {
  if (recordType !== 'customer')
    throw new RegistryError('request_invalid', 'Only records of customers can be put here: send others to /v1/records.');
  const named = item?.sourceKey ?? sourceId;
  if (named === null || named === id || (UUID.test(id) && named.toLowerCase() === id.toLowerCase())) return;
  throw new RegistryError('request_invalid', 'The record has another id than the address: they must be the same.');
}
