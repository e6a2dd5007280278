// Cobi's data API: batches of up to 5,000 records of one type, answered batch by batch as Cobi does, and (ours) read back
// (design: formats.md, "Cobi").

import { callerOf } from '../auth.ts';
import { ingestRequest, sourceOf } from '../ingest-request.ts';
import { print, readKept } from '../../formats/index.ts';
import { readRecord, readRecords } from '../../registry/read-record.ts';
import { refusalOf, STATUS } from '../problem.ts';
import { RegistryError } from '../../error.ts';
import { takeRecords } from '../../ingest/take-records.ts';
import { cobiAnswer } from '../cobi-answer.ts';
import { limitOf, readCursor, writeCursor } from '../cursor.ts';
import type { BatchResult } from '../../ingest/take-records.ts';
import type { Context } from '../context.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { IngestQuery } from '../ingest-request.ts';
import type { RecordType } from '../../formats/record.ts';

const TYPES: Record<string, RecordType> = { customers: 'customer', institutes: 'institute', courses: 'course' };
const SHAPE = { lines: 'never', wrappers: ['records'], isWrapped: true, recordsMax: 5_000 } as const;
const PAGE_MAX = 200;

interface TypeParams {
  type: string;
}

interface ListQuery {
  cursor?: string;
  limit?: string;
}

export function cobiRoutes(app: FastifyInstance, context: Context): void {
  app.setErrorHandler(sendCobiError);

  app.post<{ Params: TypeParams; Querystring: IngestQuery }>(
    '/cobi/v1/data/:type',
    { config: { permission: 'customers.write' } },
    async (request, reply) => {
      const caller = callerOf(request);
      const { type } = request.params;
      const results: BatchResult[] = [];
      const taken = await ingestRequest(request, caller, { format: 'cobi', recordType: recordTypeOf(type) });
      const summary = await takeRecords(context.ingest, { ...taken, shape: SHAPE, onBatch: (result) => results.push(result) }).catch(
        (error) => {
          // Records that were offered and not kept have an answer of their own, batch by batch; a refusal has none.
          if (results.length === 0) throw error;
          return null;
        },
      );
      if (summary) context.metrics.observeOutcomes('cobi', summary.counts);
      const answer = cobiAnswer(request.id, type, results, (fault) => refusalOf(fault, request).message);
      return reply.code(answer.status).send(answer.body);
    },
  );

  app.get<{ Params: TypeParams; Querystring: ListQuery }>(
    '/cobi/v1/data/:type',
    { config: { permission: 'customers.read' } },
    async (request) => {
      const caller = callerOf(request);
      const selector = selectorOf(request);
      const limit = limitOf(request.query.limit, { preset: 50, max: PAGE_MAX });
      const page = { after: afterOf(request.query.cursor), limit: limit + 1 };
      const records = await readRecords(context.ingest, caller, selector, page);
      const shown = records.slice(0, limit);
      const data = shown.map((record) => JSON.parse(record.payload) as unknown);
      const last = shown.at(-1);
      return { data, nextCursor: records.length > limit && last ? writeCursor([last.sourceKey]) : null };
    },
  );

  app.get<{ Params: TypeParams & { id: string } }>(
    '/cobi/v1/data/:type/:id',
    { config: { permission: 'customers.read' } },
    async (request, reply) => {
      const caller = callerOf(request);
      const selector = selectorOf(request);
      const { payload } = await readRecord(context.ingest, caller, selector, request.params.id.toLowerCase());
      return reply.type('application/json; charset=utf-8').send(print(readKept(payload, 'cobi', selector.recordType)));
    },
  );
}

function selectorOf(request: FastifyRequest): { format: 'cobi'; recordType: RecordType; source: string } {
  return { format: 'cobi', recordType: recordTypeOf((request.params as TypeParams).type), source: sourceOf(request, 'cobi') };
}

function recordTypeOf(type: string): RecordType {
  const recordType = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
  if (recordType) return recordType;
  throw new RegistryError('not_found', `There is no data type of this name. The types are ${Object.keys(TYPES).join(', ')}.`);
}

function afterOf(cursor: string | undefined): string {
  return cursor === undefined ? '' : (readCursor(cursor, [/^[0-9a-f-]{36}$/])[0] as string);
}

const TITLES: Record<number, string> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  413: 'Payload Too Large',
  429: 'Too Many Requests',
};

/** Errors as Cobi's clients know them: `{"error": "Unauthorized", "message": "…"}`. */
function sendCobiError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, code, message } = refusalOf(error, request);
  if (status === STATUS.unavailable) void reply.header('retry-after', '1');
  const title = TITLES[status] ?? (status < 500 ? 'Bad Request' : 'Internal Server Error');
  return reply.code(status).send({ error: title, message, code, request_id: request.id });
}
