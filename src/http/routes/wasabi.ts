// Wasabi's import events, in and out: `POST /wasabi/events` takes one event, an array, a wrapped array or one a line; what came in
// reads back as the event that would create it (design: formats.md, "Wasabi").

import { callerOf } from '../auth.ts';
import { FIXES, SOURCE } from '../schema/parameters.ts';
import { ingestAnswer, VERDICT_STATUS } from '../ingest-answer.ts';
import { ingestRequest, sourceOf } from '../ingest-request.ts';
import { IngestAnswer } from '../schema/outcome.ts';
import { print, readKept } from '../../formats/index.ts';
import { Problem } from '../schema/problem.ts';
import { readRecord } from '../../registry/read-record.ts';
import { exampleLines, refTo } from '../schema/part.ts';
import { sendProblem } from '../problem.ts';
import { streamAnswer } from '../stream-answer.ts';
import { takeRecords } from '../../ingest/take-records.ts';
import { Type } from 'typebox';
import { WasabiEvents, WasabiEventSchema } from '../schema/source-record.ts';
import type { Context } from '../context.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Request } from '../../ingest/request.ts';
import type { Static } from 'typebox';

const EventsQuery = Type.Object({
  source: SOURCE,
  fixes: FIXES,
  answer: Type.Optional(
    Type.Enum(['stream'], { description: 'One outcome a line while the request is still being read; the last line is the summary.' }),
  ),
});
const ReadQuery = Type.Object({
  source: SOURCE,
  defaults: Type.Optional(Type.Enum(['filled'], { description: 'Dependents’ and addresses’ absent times are filled in.' })),
});

const TAGS = ['wasabi'];
const STREAMED = `{"line":1,"outcome":"created"}\n`;
const answered = { 'application/json': { schema: refTo(IngestAnswer) } };
const TAKE = {
  operationId: 'takeWasabiEvents',
  summary: 'Takes import events: one, an array, a wrapped array, or one a line',
  tags: TAGS,
  querystring: EventsQuery,
  response: {
    200: { description: 'All taken.', content: { ...answered, 'application/x-ndjson': { schema: Type.String({ examples: [STREAMED] }) } } },
    207: { description: 'Some rejected or not taken.', content: answered },
    400: {
      description: 'None valid; or `request_invalid`, `body_unreadable`: nothing was read.',
      content: { ...answered, 'application/problem+json': { schema: refTo(Problem) } },
    },
  },
};
const BODY = {
  'application/json': WasabiEvents,
  'application/x-ndjson': Type.String({
    description: 'One event a line; optionally gzip or zstd.',
    examples: [exampleLines(WasabiEventSchema)],
  }),
};
const TAKING = { permission: 'customers.write', takes: BODY, refusals: ['request_id_reused'] } as const;
const READ = {
  operationId: 'readWasabiCustomer',
  summary: 'The event that would create the customer as it is now',
  tags: TAGS,
  params: Type.Object({ customerId: Type.String({ description: 'Wasabi’s `customerId`.' }) }),
  querystring: ReadQuery,
  response: { 200: refTo(WasabiEventSchema) },
};

const KIND = { format: 'wasabi', recordType: 'customer' } as const;

export function wasabiRoutes(app: FastifyInstance, context: Context): void {
  app.setErrorHandler(sendProblem);

  app.post<{ Querystring: Static<typeof EventsQuery> }>('/wasabi/events', { config: TAKING, schema: TAKE }, async (request, reply) => {
    const caller = callerOf(request);
    const taken: Request = { ...(await ingestRequest(request, caller, KIND)), shape: shapeOf(request) };
    if (request.query.answer === 'stream') return streamAnswer(context, taken, { reply, summarize: ingestAnswer });
    const summary = await takeRecords(context.ingest, taken);
    context.metrics.observeOutcomes('wasabi', summary.counts);
    return reply.code(VERDICT_STATUS[summary.verdict]).send(ingestAnswer(request.id, summary));
  });

  app.get<{ Params: { customerId: string }; Querystring: Static<typeof ReadQuery> }>(
    '/wasabi/customers/:customerId',
    { config: { permission: 'customers.read' }, schema: READ },
    async (request, reply) => {
      const caller = callerOf(request);
      const selector = { ...KIND, source: sourceOf(request, 'wasabi') };
      const { payload } = await readRecord(context.ingest, caller, selector, request.params.customerId);
      const isFilled = request.query.defaults === 'filled';
      const text = print(readKept(payload, 'wasabi'), { action: 'CREATED', ...(isFilled && { defaults: 'filled' as const }) });
      return reply.type('application/json; charset=utf-8').send(text);
    },
  );
}

function shapeOf(request: FastifyRequest): Request['shape'] {
  const isLines = /ndjson|jsonl/i.test(request.headers['content-type'] ?? '');
  return { lines: isLines ? 'expected' : 'maybe', wrappers: ['customers', 'events'], isWrapped: false, recordsMax: Infinity };
}
