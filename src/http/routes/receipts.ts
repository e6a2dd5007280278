// Conservation, asked for over HTTP: one request's receipt, and the account's outcomes by day.

import { callerOf } from '../auth.ts';
import { OutcomesAnswer, ReceiptSchema } from '../schema/outcome.ts';
import { refTo } from '../schema/part.ts';
import { Type } from 'typebox';
import { normalizeTime } from '../../formats/index.ts';
import { OUTCOMES, zeroCounts } from '../../core/outcome.ts';
import { readOutcomes, readReceipt } from '../../registry/read-receipt.ts';
import { RegistryError } from '../../error.ts';
import type { Context } from '../context.ts';
import type { FastifyInstance } from 'fastify';
import type { Static } from 'typebox';

const OutcomesQuery = Type.Object({ since: Type.Optional(Type.String({ format: 'date', description: 'The first day, UTC.' })) });

const TAGS = ['records'];
const RECEIPT = {
  operationId: 'readReceipt',
  summary: 'What became of one request’s records',
  tags: TAGS,
  params: Type.Object({ requestId: Type.String({ description: 'The `X-Request-Id` of the request.' }) }),
  response: { 200: refTo(ReceiptSchema) },
};
const OUTCOMES_BY_DAY = {
  operationId: 'listOutcomes',
  summary: 'What became of all records, by day, source and outcome',
  tags: TAGS,
  querystring: OutcomesQuery,
  response: { 200: OutcomesAnswer },
};
const READ = { permission: 'customers.read' } as const;

export function receiptRoutes(app: FastifyInstance, context: Context): void {
  app.get<{ Params: { requestId: string } }>('/v1/receipts/:requestId', { config: READ, schema: RECEIPT }, async (request) => {
    const caller = callerOf(request);
    return readReceipt(context.ingest, caller, request.params.requestId);
  });

  app.get<{ Querystring: Static<typeof OutcomesQuery> }>('/v1/outcomes', { config: READ, schema: OUTCOMES_BY_DAY }, async (request) => {
    const caller = callerOf(request);
    const { since = null } = request.query;
    // The validator knows the calendar, and a year 0 besides.
    if (since !== null && normalizeTime(`${since}T00:00:00Z`) === null)
      throw new RegistryError('request_invalid', '"since" is a day, YYYY-MM-DD.');
    const data = await readOutcomes(context.ingest, caller, since);
    return { data, total: totalOf(data) };
  });
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
