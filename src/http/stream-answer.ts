// `answer=stream`: one outcome a line while the request is still being read, a summary as the last line. Reading never waits for
// the client to read answers: beyond 8 MiB unread the details stop, and the summary still comes.

import { PassThrough } from 'node:stream';
import { refusalOf } from './problem.ts';
import { takeRecords } from '../ingest/take-records.ts';
import type { BatchResult, Request } from '../ingest/request.ts';
import type { Context } from './context.ts';
import type { FastifyReply } from 'fastify';
import type { Summary } from '../ingest/summary.ts';

/** Answers waiting to be read by the client, in bytes. */
const UNREAD_BYTES_MAX = 8 * 1024 * 1024;

interface StreamOptions {
  readonly reply: FastifyReply;
  readonly summarize: (requestId: string, summary: Summary) => object;
}

/** Answers 200 at once and goes on line by line; the last line has `"summary": true` and the final status. */
export function streamAnswer(context: Context, taken: Request, { reply, summarize }: StreamOptions): FastifyReply {
  const answer = new PassThrough({ highWaterMark: UNREAD_BYTES_MAX });
  const details = { isTruncated: false };
  const onBatch = (result: BatchResult): void => writeDetails(answer, details, result);
  takeRecords(context.ingest, { ...taken, onBatch }).then(
    (summary) => {
      context.metrics.observeOutcomes(taken.feed.format, summary.counts);
      answer.end(lineOf({ summary: true, truncated: details.isTruncated, ...summarize(taken.requestId, summary) }));
    },
    (error: unknown) => {
      const { status, code, message } = refusalOf(error, reply.request);
      answer.end(lineOf({ summary: true, truncated: details.isTruncated, requestId: taken.requestId, status, code, detail: message }));
    },
  );
  return reply.code(200).type('application/x-ndjson; charset=utf-8').send(answer);
}

function writeDetails(answer: PassThrough, details: { isTruncated: boolean }, result: BatchResult): void {
  if (details.isTruncated || answer.destroyed) return;
  if (answer.writableLength + answer.readableLength > UNREAD_BYTES_MAX) {
    details.isTruncated = true;
    answer.write(lineOf({ truncated: true }));
    return;
  }
  answer.write('report' in result ? result.report.records.map(recordLine).join('') : lineOf({ notTaken: result.records }));
}

function recordLine({
  place,
  outcome,
  sourceId,
  customerId,
  issues,
}: Extract<BatchResult, { report: unknown }>['report']['records'][number]): string {
  return lineOf({ ...place, outcome, sourceId, customerId, ...(issues.length > 0 && { issues }) });
}

function lineOf(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
