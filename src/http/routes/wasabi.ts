// Wasabi's import events, in and out: `POST /wasabi/events` takes one event, an array, a wrapped array or one a line; what came in
// reads back as the event that would create it (design: formats.md, "Wasabi").

import { callerOf } from '../auth.ts';
import { ingestRequest, sourceOf } from '../ingest-request.ts';
import { print, readKept } from '../../formats/index.ts';
import { readRecord } from '../../registry/read-record.ts';
import { RegistryError } from '../../error.ts';
import { sendProblem } from '../problem.ts';
import { streamAnswer } from '../stream-answer.ts';
import { takeRecords } from '../../ingest/take-records.ts';
import type { Context } from '../context.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { IngestQuery } from '../ingest-request.ts';
import type { Request } from '../../ingest/take-records.ts';
import type { Summary } from '../../ingest/summary.ts';

interface EventsQuery extends IngestQuery {
  answer?: string;
}

interface ReadQuery {
  source?: string;
  defaults?: string;
}

const STATUS = { success: 200, partial: 207, error: 400, failed: 500 } as const;
const KIND = { format: 'wasabi', recordType: 'customer' } as const;

export function wasabiRoutes(app: FastifyInstance, context: Context): void {
  app.setErrorHandler(sendProblem);

  app.post<{ Querystring: EventsQuery }>('/wasabi/events', { config: { permission: 'customers.write' } }, async (request, reply) => {
    const caller = callerOf(request);
    const isStreamed = wantsStream(request.query);
    const taken: Request = { ...(await ingestRequest(request, caller, KIND)), shape: shapeOf(request) };
    if (isStreamed) return streamAnswer(context, taken, { reply, summarize: answerOf });
    const summary = await takeRecords(context.ingest, taken);
    context.metrics.observeOutcomes('wasabi', summary.counts);
    return reply.code(STATUS[summary.verdict]).send(answerOf(request.id, summary));
  });

  app.get<{ Params: { customerId: string }; Querystring: ReadQuery }>(
    '/wasabi/customers/:customerId',
    { config: { permission: 'customers.read' } },
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

function wantsStream({ answer }: EventsQuery): boolean {
  if (answer === undefined || answer === 'stream') return answer === 'stream';
  throw new RegistryError('request_invalid', 'The only value of "answer" is "stream".');
}

function answerOf(requestId: string, summary: Summary): object {
  const { verdict, received, notTaken, counts, issues, issuesTotal } = summary;
  return {
    requestId,
    status: STATUS[verdict],
    offered: received + notTaken,
    received,
    notTaken,
    outcomes: counts,
    issuesTotal,
    issues,
    rejections: counts.rejected > 0 ? `/v1/rejections?requestId=${requestId}` : null,
  };
}
