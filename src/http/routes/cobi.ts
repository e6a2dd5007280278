// Cobi's data API: batches of up to 5,000 records of one type, answered batch by batch as Cobi does, and (ours) read back
// (design: formats.md, "Cobi").

import { callerOf } from '../auth.ts';
import { CobiAnswerSchema, CobiBatch, CobiRecordSchema } from '../schema/source-record.ts';
import { CobiError } from '../schema/problem.ts';
import { CURSOR, FIXES, limitSchema, SOURCE } from '../schema/parameters.ts';
import { ingestRequest, sourceOf } from '../ingest-request.ts';
import { pageSchema, refTo } from '../schema/part.ts';
import { print, readKept } from '../../formats/index.ts';
import { readRecord, readRecords } from '../../registry/read-record.ts';
import { refusalOf, sayWhen } from '../problem.ts';
import { RegistryError } from '../../error.ts';
import { takeRecords } from '../../ingest/take-records.ts';
import { cobiAnswer } from '../cobi-answer.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { Type } from 'typebox';
import type { BatchResult } from '../../ingest/request.ts';
import type { Context } from '../context.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RecordType } from '../../formats/record.ts';
import type { Static } from 'typebox';

const TYPES: Record<string, RecordType> = { customers: 'customer', institutes: 'institute', courses: 'course' };
const SHAPE = { lines: 'never', wrappers: ['records'], isWrapped: true, recordsMax: 5_000 } as const;
const PAGE_MAX = 200;

const type = Type.String({ description: 'customers, institutes or courses.', examples: ['customers'] });
const TypeParams = Type.Object({ type });
const TakeQuery = Type.Object({ source: SOURCE, fixes: FIXES });
const ListQuery = Type.Object({ source: SOURCE, cursor: CURSOR, limit: limitSchema(PAGE_MAX) });

const TAGS = ['cobi'];
const answered = { 'application/json': { schema: refTo(CobiAnswerSchema) } };
const TAKE = {
  operationId: 'takeCobiRecords',
  summary: 'Takes a batch of 1 to 5,000 records of one type',
  tags: TAGS,
  params: TypeParams,
  querystring: TakeQuery,
  response: {
    200: { description: 'All taken.', content: answered },
    207: { description: 'Some rejected or not taken.', content: answered },
    400: {
      description: 'None valid; or the request cannot be read, and nothing was.',
      content: { 'application/json': { schema: Type.Union([refTo(CobiAnswerSchema), refTo(CobiError)]) } },
    },
  },
};
const TAKING = { permission: 'customers.write', takes: { 'application/json': CobiBatch }, refusals: ['request_id_reused'] } as const;
const LIST = {
  operationId: 'listCobiRecords',
  summary: 'Records of one type as they were sent last, by id',
  tags: TAGS,
  params: TypeParams,
  querystring: ListQuery,
  response: { 200: pageSchema(refTo(CobiRecordSchema), 'One page of records.') },
};
const READ = {
  operationId: 'readCobiRecord',
  summary: 'One record as it was sent last',
  tags: TAGS,
  params: Type.Object({ type, id: Type.String({ description: 'Cobi’s id of the record.' }) }),
  querystring: Type.Object({ source: SOURCE }),
  response: { 200: refTo(CobiRecordSchema) },
};
const READING = { permission: 'customers.read' } as const;

export function cobiRoutes(app: FastifyInstance, context: Context): void {
  app.setErrorHandler(sendCobiError);

  app.post<{ Params: Static<typeof TypeParams> }>('/cobi/v1/data/:type', { config: TAKING, schema: TAKE }, async (request, reply) => {
    const caller = callerOf(request);
    const { type: typeName } = request.params;
    const results: BatchResult[] = [];
    const taken = await ingestRequest(request, caller, { format: 'cobi', recordType: recordTypeOf(typeName) });
    const summary = await takeRecords(context.ingest, { ...taken, shape: SHAPE, onBatch: (result) => results.push(result) }).catch(
      (error) => {
        // Records that were offered and not kept have an answer of their own, batch by batch; a refusal has none.
        if (results.length === 0) throw error;
        return null;
      },
    );
    if (summary) context.metrics.observeOutcomes('cobi', summary.counts);
    const answer = cobiAnswer(request.id, typeName, results, (fault) => refusalOf(fault, request).message);
    return reply.code(answer.status).send(answer.body);
  });

  app.get<{ Querystring: Static<typeof ListQuery> }>('/cobi/v1/data/:type', { config: READING, schema: LIST }, async (request, reply) => {
    const caller = callerOf(request);
    const selector = selectorOf(request);
    const { limit, cursor } = request.query;
    const page = { after: afterOf(cursor), limit: limit + 1 };
    const records = await readRecords(context.ingest, caller, selector, page);
    const shown = records.slice(0, limit);
    const last = shown.at(-1);
    const nextCursor = records.length > limit && last ? writeCursor([last.sourceKey]) : null;
    // As text: a value read and written again would lose the spelling of its numbers and the order of its members.
    const data = shown.map(({ payload }) => payload).join();
    return reply.type('application/json; charset=utf-8').send(`{"data":[${data}],"nextCursor":${JSON.stringify(nextCursor)}}`);
  });

  app.get<{ Params: { id: string } }>('/cobi/v1/data/:type/:id', { config: READING, schema: READ }, async (request, reply) => {
    const caller = callerOf(request);
    const selector = selectorOf(request);
    const { payload } = await readRecord(context.ingest, caller, selector, request.params.id.toLowerCase());
    return reply.type('application/json; charset=utf-8').send(print(readKept(payload, 'cobi', selector.recordType)));
  });
}

function selectorOf(request: FastifyRequest): { format: 'cobi'; recordType: RecordType; source: string } {
  return {
    format: 'cobi',
    recordType: recordTypeOf((request.params as Static<typeof TypeParams>).type),
    source: sourceOf(request, 'cobi'),
  };
}

function recordTypeOf(name: string): RecordType {
  const recordType = Object.hasOwn(TYPES, name) ? TYPES[name] : undefined;
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
  sayWhen(error, reply);
  const title = TITLES[status] ?? (status < 500 ? 'Bad Request' : 'Internal Server Error');
  return reply.code(status).send({ error: title, message, code, request_id: request.id });
}
